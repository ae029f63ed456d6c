"""TensorFlow 1 programs that save and restore go on from each other's checkpoints, before and after their fixes.

Each program of `run_cases_savers` runs twice in one folder: the second run goes on from what the first one saved. The
two runs may be of the old form and of the new one, and all pairs print the same: the new program reads what the old
one wrote, and what it wrote itself; so does the old one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.rules.test_session_programs_run import COMPAT, PLAIN, check_same, fixed, is_eager

if TYPE_CHECKING:
    from collections.abc import Iterable

PROGRAMS = sorted((Path(__file__).resolve().parent / "run_cases_savers").glob("*.py"))

# Runs each file with the names of a module of its own and a graph of its own, for a folder.
RUNNER = """\
import runpy, sys
import tensorflow.compat.v1 as tf
for path, folder in zip(sys.argv[1::2], sys.argv[2::2]):
    print("==", flush=True)
    tf.reset_default_graph()
    sys.argv = [path, folder]
    runpy.run_path(path, run_name="__main__")
"""


class Runs:
    """The runs of all programs, before and after their fixes."""

    def __init__(self, folder: Path) -> None:
        """Write the programs."""
        self.folder = folder
        self.runner = folder / "runner.py"
        self.runner.write_text(RUNNER, encoding="utf-8")
        for path in PROGRAMS:
            code = path.read_text(encoding="utf-8")
            assert PLAIN in code
            new = fixed(code)
            assert is_eager(new), f"{path.name} is not rewritten:\n{new}"
            graph = code.replace(PLAIN, f"{COMPAT}tf.disable_eager_execution()\n", 1)
            for kind, text in (("plain", code), ("graph", graph), ("new", new)):
                (folder / kind).mkdir(exist_ok=True)
                (folder / kind / path.name).write_text(text, encoding="utf-8")

    def run(self, python: Path | str, kind: str, places: Iterable[str]) -> dict[str, list[str]]:
        """Run the programs of a kind in some folders, and return what they print there."""
        places = list(places)
        pairs = [(path, place) for place in places for path in PROGRAMS]
        given: list[str | Path] = []
        for path, place in pairs:
            target = self.folder / place / path.stem
            target.mkdir(parents=True, exist_ok=True)
            given += [self.folder / kind / path.name, target]
        ran = subprocess.run(
            [python, self.runner, *given],
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
            env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": ""},
        )
        printed = ran.stdout.split("==\n")[1:]
        assert ran.returncode == 0, f"{kind} {pairs[len(printed) - 1]}\n{ran.stderr[-3000:]}"
        return {place: printed[at * len(PROGRAMS) :][: len(PROGRAMS)] for at, place in enumerate(places)}

    def copies(self, place: str, *others: str) -> None:
        """Copy what the programs saved."""
        for other in others:
            shutil.copytree(self.folder / place, self.folder / other)


def check_all(one: list[str], other: list[str], what: str) -> None:
    """Check that programs print the same."""
    for path, before, after in zip(PROGRAMS, one, other, strict=True):
        check_same(before, after, f"{path.name}, {what}")


def check_pairs(runs: Runs, old: tuple[Path | str, str], new: Path | str) -> None:
    """Run the old and the new programs on what either of them saved."""
    python, kind = old
    first = runs.run(python, kind, ["old"])["old"]
    check_all(first, runs.run(new, "new", ["new"])["new"], "first run")
    runs.copies("old", "old_old", "old_new")
    runs.copies("new", "new_old", "new_new")
    again = runs.run(python, kind, ["old_old", "new_old"])
    after = runs.run(new, "new", ["old_new", "new_new"])
    assert all(one != other for one, other in zip(first, again["old_old"], strict=True))
    check_all(again["old_old"], again["new_old"], "the old program on what the new one saved")
    check_all(again["old_old"], after["old_new"], "the new program on what the old one saved")
    check_all(again["old_old"], after["new_new"], "the new program on what it saved")


@pytest.mark.tensorflow
def test_programs_go_on_from_checkpoints_of_tensorflow_221(tmp_path: Path) -> None:
    check_pairs(Runs(tmp_path), (sys.executable, "graph"), sys.executable)


@pytest.mark.tf215
def test_programs_go_on_from_checkpoints_of_tensorflow_215(tmp_path: Path, python_215: Path) -> None:
    check_pairs(Runs(tmp_path), (python_215, "graph"), python_215)


@pytest.mark.tf115
def test_programs_go_on_from_checkpoints_of_tensorflow_115(tmp_path: Path, python_115: Path) -> None:
    """`pytest -m tf115` runs in the environment of TensorFlow 2.21."""
    check_pairs(Runs(tmp_path), (python_115, "plain"), sys.executable)
