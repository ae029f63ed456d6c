"""Exports of Keras models are run: through the session of Keras 2 before their fixes, on every Keras after them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from hublint import engine, registry
from hublint.target import parse_target
from hublint.verify import render, verify

PROGRAM = Path(__file__).resolve().parent / "run_cases_keras_export" / "exports.py"
CODES = ("HUB101", "HUB201", "HUB202", "HUB203")
EXPORTS = 13

LEGACY = 'import os\n\nos.environ["TF_USE_LEGACY_KERAS"] = "1"\n'
# What TensorFlow 1 is to a program today.
FIRST = f"{LEGACY}import tensorflow.compat.v1 as tf\n\ntf.disable_eager_execution()\n"


def fixed(code: str, target: str) -> str:
    chosen = registry.load().select(CODES, ())
    return engine.fix(code.encode(), chosen, target=lambda: parse_target(target), unsafe=True).data.decode()


def check_agree(folder: Path, target: str, python: Path, *, legacy: bool = False) -> None:
    """Verify that the program exports the same as before once it is fixed for a target."""
    code = PROGRAM.read_text(encoding="utf-8")
    after = fixed(code, target)
    for gone in ("simple_save(", "Builder(", "get_session(", "set_session(", "Session(", "set_learning_phase"):
        assert gone not in after, f"{gone} is left:\n{after}"
    old, new = folder / "old.py", folder / "new.py"
    old.write_text(code.replace("import tensorflow as tf\n", FIRST, 1), encoding="utf-8")
    new.write_text(after.replace("import os\n", LEGACY, 1) if legacy else after, encoding="utf-8")
    report = verify(old, against=new, python=python)
    assert report.agree, f"{render(report)}\n{after}"
    assert len(report.comparisons) == EXPORTS
    for comparison in report.comparisons:
        assert comparison.signatures
        assert all(signature.calls > 0 for signature in comparison.signatures), render(report)


@pytest.mark.tensorflow
class TestTensorFlow221:
    def test_keras_3_exports_the_same(self, tmp_path: Path) -> None:
        check_agree(tmp_path, "tf=2.21,keras=keras3", Path(sys.executable))

    def test_tf_keras_exports_the_same(self, tmp_path: Path) -> None:
        check_agree(tmp_path, "tf=2.21,keras=tf_keras", Path(sys.executable), legacy=True)


@pytest.mark.tf215
class TestTensorFlow215:
    def test_keras_2_exports_the_same(self, tmp_path: Path, python_215: Path) -> None:
        check_agree(tmp_path, "tf=2.15", python_215)
