"""Programs with estimators are run before and after their fixes: they print, save and export the same.

Each is run twice in one folder, so that the second run goes on from the checkpoints of the first, and that in both
forms: the estimator reads what the rewritten program saved, and the other way round.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from hublint import engine, registry
from hublint.rule import Target

PROGRAMS = Path(__file__).resolve().parent / "run_cases_estimators"
NAMES = sorted(path.stem for path in PROGRAMS.glob("*.py"))
REGISTRY = registry.load()

# Prints what the signatures of each export take and give, and what they make of two examples.
DESCRIBE = """
import glob
import tensorflow as tf


def value_of(spec):
    if spec.dtype == tf.string:
        feature = {
            "age": tf.train.Feature(float_list=tf.train.FloatList(value=[20.0])),
            "name": tf.train.Feature(bytes_list=tf.train.BytesList(value=[b"Ada"])),
            "x": tf.train.Feature(float_list=tf.train.FloatList(value=[0.9, 0.1, 0.8, 0.4])),
        }
        one = tf.train.Example(features=tf.train.Features(feature=feature)).SerializeToString()
        return tf.constant([one, one])
    ones = tf.ones([2, *spec.shape[1:]])
    return tf.cast(ones * [[0.5], [2.0]], spec.dtype)


with tf.init_scope():
    for folder in sorted(glob.glob("exported/**/saved_model.pb", recursive=True)):
        for key, signature in sorted(tf.saved_model.load(folder.replace("saved_model.pb", "")).signatures.items()):
            inputs = signature.structured_input_signature[1]
            print(key, sorted((name, spec.dtype.name, spec.shape.as_list()) for name, spec in inputs.items()))
            made = signature(**{name: value_of(spec) for name, spec in inputs.items()})
            for name, value in sorted(made.items()):
                print(name, value.dtype.name, value.numpy().tolist())
"""

_NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")


def before(name: str) -> str:
    return (PROGRAMS / f"{name}.py").read_text(encoding="utf-8")


def under_compat(name: str) -> str:
    """Return a program as TensorFlow 2.15 runs it: its estimators are those of TensorFlow 1."""
    switched = "import tensorflow.compat.v1 as tf\n\ntf.disable_v2_behavior()\n"
    return before(name).replace("import tensorflow as tf\n", switched)


def after(name: str) -> str:
    code = engine.fix(before(name).encode(), REGISTRY, target=Target.newest, unsafe=True).data.decode()
    assert "tf.estimator" not in code.replace("`tf.estimator.Estimator`", "")
    return code


def run(python: Path | str, code: str, folder: Path) -> str:
    """Run a program in a folder and return what it prints."""
    folder.mkdir(exist_ok=True)
    (folder / "program.py").write_text(code, encoding="utf-8")
    ran = subprocess.run(
        [python, "program.py"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": ""},
    )
    assert ran.returncode == 0, f"{code}\n{ran.stderr[-3000:]}"
    return ran.stdout


def described(python: Path | str, folder: Path) -> str:
    return run(python, DESCRIBE, folder) if (folder / "exported").exists() else ""


def saved(folder: Path) -> list[str]:
    """Return which checkpoints and events a program has left, by name."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if "exported" not in path.parts)
    kept = (path for path in found if path.suffix == ".index" or "tfevents" in path.name)
    return sorted({str(path.with_name("events") if "tfevents" in path.name else path) for path in kept})


def check_same(one: str, other: str, what: str) -> None:
    """Check that two outputs have the same words, and numbers that are nearly the same."""
    assert one, f"nothing is printed\n{what}"
    assert _NUMBER.sub("#", one) == _NUMBER.sub("#", other), f"{one}\n{other}\n{what}"
    numbers = zip(_NUMBER.findall(one), _NUMBER.findall(other), strict=True)
    assert all(float(a) == pytest.approx(float(b), rel=1e-3, abs=2e-4) for a, b in numbers), f"{one}\n{other}\n{what}"


def expected(name: str) -> list[str]:
    """Return what the estimators of TensorFlow 1.15 printed, in the first run and in the second; then their exports."""
    return (PROGRAMS / f"{name}.txt").read_text(encoding="utf-8").split("== then\n")


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_left_to_do(name: str) -> None:
    code = after(name)
    assert engine.fix(code.encode(), REGISTRY, target=Target.newest, unsafe=True).data.decode() == code
    found = engine.check(code.encode(), REGISTRY, target=Target.newest).findings
    assert not [finding for finding in found if finding.code in {"HUB208", "HUB513"}]


@pytest.mark.tensorflow
@pytest.mark.parametrize("name", NAMES)
def test_it_does_in_tensorflow_221_what_the_estimator_did(name: str, tmp_path: Path) -> None:
    first, second, exported = expected(name)
    code = after(name)
    check_same(first, run(sys.executable, code, tmp_path), code)
    check_same(second, run(sys.executable, code, tmp_path), code)
    if exported:
        check_same(exported, described(sys.executable, tmp_path), code)


@pytest.mark.tf215
@pytest.mark.parametrize("name", NAMES)
def test_each_goes_on_from_the_checkpoints_of_the_other(name: str, tmp_path: Path, python_215: Path) -> None:
    first, second, exported = expected(name)
    forms = {"before": under_compat(name), "after": after(name)}
    left = set()
    for one, other in (("before", "after"), ("after", "before")):
        folder = tmp_path / one
        check_same(first, run(python_215, forms[one], folder), forms[one])
        check_same(second, run(python_215, forms[other], folder), forms[other])
        left.add(tuple(saved(folder)))
        if exported:
            check_same(exported, described(python_215, folder), forms[other])
    assert len(left) == 1


@pytest.mark.tf115
@pytest.mark.parametrize("name", NAMES)
def test_it_goes_on_from_what_tensorflow_115_saved(name: str, tmp_path: Path, python_115: Path) -> None:
    first, second, _ = expected(name)
    check_same(first, run(python_115, before(name), tmp_path), before(name))
    check_same(second, run(sys.executable, after(name), tmp_path), after(name))
