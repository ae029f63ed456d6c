"""TensorFlow 1 programs that write summaries are run before and after their fixes: their event files hold the same.

What an event file holds is read back: the tags and steps in order, and the values. TensorFlow 1 and 2 write these in
other messages, and make other buckets of a histogram, of which the number of values, the least and the greatest count.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rules.test_session_programs_run import PLAIN, check_same, fixed, is_eager

_Files = list[tuple[str, list[tuple[int, str, list[float | str]]]]]
"""What the event files of a program hold: the folder of each, and the step, tag and parts of each value."""

COMPAT = "import tensorflow.compat.v1 as tf\ntf.disable_v2_behavior()\n"
PROGRAMS = sorted((Path(__file__).resolve().parent / "run_cases_summaries").glob("*.py"))

# Runs the program of each folder in it, in a graph of its own.
RUNNER = """\
import os, runpy, sys
import tensorflow as tf

for folder in sys.argv[1:]:
    print("==", flush=True)
    os.chdir(folder)
    tf.compat.v1.reset_default_graph()
    runpy.run_path("program.py", run_name="__main__")
"""

# Prints what the event files of each folder hold: a list of files, each with its folder and the values in it.
READER = """\
import os, sys
import tensorflow as tf

def held(value):
    kind = value.WhichOneof("value")
    if kind == "simple_value":
        return [value.simple_value]
    if kind == "histo":
        return [value.histo.num, value.histo.min, value.histo.max]
    array = tf.make_ndarray(value.tensor)
    if array.dtype == object:
        return [text.decode() for text in array.ravel()]
    if array.ndim == 2:
        return [float(array[:, 2].sum()), float(array[0, 0]), float(array[-1, 1])]
    return [float(array)]

for root in sys.argv[1:]:
    found = []
    for folder, _, names in sorted(os.walk(root)):
        for name in sorted(name for name in names if "tfevents" in name):
            events = tf.compat.v1.train.summary_iterator(os.path.join(folder, name))
            values = [(e.step, v.tag, held(v)) for e in events for v in e.summary.value]
            found.append((os.path.relpath(folder, root), values))
    print("==", found)
"""


def python_runs(python: Path | str, code: str, *arguments: Path, **environment: str) -> list[str]:
    """Run code that prints a mark before each part of its output, and return the parts."""
    ran = subprocess.run(
        [python, "-c", code, *arguments],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "", **environment},
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    return ran.stdout.split("==")[1:]


def run_in_folders(python: Path | str, texts: list[str], folders: list[Path], **environment: str) -> list[str]:
    """Run programs, each in a folder of its own, which its event files come into, and return what each printed."""
    for text, folder in zip(texts, folders, strict=True):
        folder.mkdir()
        (folder / "program.py").write_text(text, encoding="utf-8")
    return python_runs(python, RUNNER, *folders, **environment)


def check_programs(old_python: Path | str, python: Path | str, folder: Path) -> None:
    """Run the programs before and after, and compare what they print and their event files."""
    assert PROGRAMS
    codes = [path.read_text(encoding="utf-8") for path in PROGRAMS]
    assert all(PLAIN in code for code in codes)
    olds = [code.replace(PLAIN, COMPAT, 1) for code in codes]
    news = [fixed(code) for pair in zip(codes, olds, strict=True) for code in pair]
    for text in news:
        assert is_eager(text), f"it is not rewritten:\n{text}"
    before = [folder / f"{path.stem}_old" for path in PROGRAMS]
    after = [folder / f"{path.stem}_{form}" for path in PROGRAMS for form in ("plain", "switched")]
    # The layers of TensorFlow 1 are not there with Keras 3.
    old_outputs = run_in_folders(old_python, olds, before, TF_USE_LEGACY_KERAS="1")
    new_outputs = run_in_folders(python, news, after)
    held = [ast.literal_eval(text.strip()) for text in python_runs(python, READER, *before, *after)]
    for at, new in enumerate(news):
        check_same(old_outputs[at // 2], new_outputs[at], new)
        check_same_events(held[at // 2], held[len(before) + at], after[at].name)


def check_same_events(before: _Files, after: _Files, name: str) -> None:
    """Check that event files have the same tags and steps, in the same order, and the same values."""
    assert any(values for _, values in before), f"{name} writes nothing"
    assert [place for place, _ in after] == [place for place, _ in before], name
    for (_, one), (_, other) in zip(before, after, strict=True):
        assert [value[:2] for value in one] == [value[:2] for value in other], name
        for (step, tag, first), (_, _, second) in zip(one, other, strict=True):
            assert first == pytest.approx(second, rel=1e-4, abs=1e-6), f"{name}: {tag} at step {step}"


@pytest.mark.tensorflow
def test_event_files_hold_the_same(tmp_path: Path) -> None:
    check_programs(sys.executable, sys.executable, tmp_path)


@pytest.mark.tf215
def test_event_files_hold_the_same_on_2_15(tmp_path: Path, python_215: Path) -> None:
    check_programs(python_215, python_215, tmp_path)


@pytest.mark.tf115
def test_event_files_hold_what_tensorflow_1_15_wrote(tmp_path: Path, python_115: Path) -> None:
    check_programs(python_115, sys.executable, tmp_path)
