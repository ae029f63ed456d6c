"""Exports of Keras models are run: through the session of Keras 2 before their fixes, on every Keras after them.

What is not rewritten to TensorFlow 2 is kept, in graph mode with Keras 2: it exports what TensorFlow 1.15 exported.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hublint import engine, registry
from hublint.target import parse_target
from hublint.verify import render, verify

if TYPE_CHECKING:
    from hublint.verify.report import Report

PROGRAM = Path(__file__).resolve().parent / "run_cases_keras_export" / "exports.py"
CODES = ("HUB101", "HUB201", "HUB202", "HUB203")
EXPORTS = 13

KEPT = Path(__file__).resolve().parent / "run_cases_keras_kept" / "exports.py"
KEPT_EXPORTS = 6
CONVERTED = KEPT.with_name("convert.py")
BACKEND = "from tensorflow.keras import backend as K\n"

LEGACY = 'import os\n\nos.environ["TF_USE_LEGACY_KERAS"] = "1"\n'
# What TensorFlow 1 is to a program today.
FIRST = f"{LEGACY}import tensorflow.compat.v1 as tf\n\ntf.disable_eager_execution()\n"


def fixed(code: str, target: str, codes: tuple[str, ...] = CODES) -> str:
    chosen = registry.load().select(codes, ())
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
    check_report(verify(old, against=new, python=python), after, EXPORTS)


def check_report(report: Report, after: str, exports: int) -> None:
    assert report.agree, f"{render(report)}\n{after}"
    assert len(report.comparisons) == exports
    for comparison in report.comparisons:
        assert comparison.signatures
        assert all(signature.calls > 0 for signature in comparison.signatures), render(report)


def check_kept(folder: Path, target: str, python: Path, *, old_python: Path | None = None) -> None:
    """Verify that a program whose exports are kept exports the same, names of tensors as keys included."""
    code = KEPT.read_text(encoding="utf-8")
    after = fixed(code, target, ("ALL",))
    assert "tf.compat.v1.disable_v2_behavior()\n" in after
    old, new = folder / "old.py", folder / "new.py"
    if old_python is None:
        code = code.replace("import tensorflow as tf\n", FIRST, 1).replace(BACKEND, "\nK = tf.keras.backend\n", 1)
    old.write_text(code, encoding="utf-8")
    new.write_text(after, encoding="utf-8")
    report = verify(old, against=new, python=python, old_python=old_python)
    check_report(report, after, KEPT_EXPORTS)
    texts = [signature.text for comparison in report.comparisons for signature in comparison.signatures]
    for key in ("dense/BiasAdd:0", "many/BiasAdd:0", "activation/Sigmoid:0", "dense_1/Softmax:0"):
        assert any(f"{key}: float32" in text for text in texts), texts


def converted(folder: Path, python: Path, code: str) -> list[str]:
    """Return the numbers that a program prints of the models it converts, line by line."""
    program = folder / "convert.py"
    program.write_text(code, encoding="utf-8")
    # TensorFlow 1.15 looks for a program of its own beside its Python.
    path = os.pathsep.join((str(python.parent), os.environ["PATH"]))
    ran = subprocess.run(
        [python, program.name],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    return [line for line in ran.stdout.splitlines() if re.fullmatch(r"[\d.-]+( [\d.-]+)*", line)]


def check_converted(folder: Path, target: str, python: Path) -> None:
    """Compare what the new converter makes of a model with what the old one makes of Keras's session."""
    code = CONVERTED.read_text(encoding="utf-8")
    of_models = fixed(code.partition("# several\n")[0], target, ("ALL",))
    assert of_models.count("from_keras_model(model)") == 2
    assert "session" not in of_models.partition("import numpy")[2]
    of_sessions = fixed(code, target, ("ALL",))
    assert of_sessions.count("lite.TFLiteConverter.from_session(") == 3
    told = converted(folder, python, of_sessions)
    assert len(told) == 4
    assert converted(folder, python, of_models) == told[:2]


@pytest.mark.tensorflow
class TestTensorFlow221:
    def test_keras_3_exports_the_same(self, tmp_path: Path) -> None:
        check_agree(tmp_path, "tf=2.21,keras=keras3", Path(sys.executable))

    def test_tf_keras_exports_the_same(self, tmp_path: Path) -> None:
        check_agree(tmp_path, "tf=2.21,keras=tf_keras", Path(sys.executable), legacy=True)

    def test_what_is_kept_exports_the_same(self, tmp_path: Path) -> None:
        check_kept(tmp_path, "tf=2.21", Path(sys.executable))

    def test_models_are_converted_as_their_sessions_were(self, tmp_path: Path) -> None:
        check_converted(tmp_path, "tf=2.21", Path(sys.executable))


@pytest.mark.tf215
class TestTensorFlow215:
    def test_keras_2_exports_the_same(self, tmp_path: Path, python_215: Path) -> None:
        check_agree(tmp_path, "tf=2.15", python_215)

    def test_what_is_kept_exports_the_same(self, tmp_path: Path, python_215: Path) -> None:
        check_kept(tmp_path, "tf=2.15", python_215)

    def test_models_are_converted_as_their_sessions_were(self, tmp_path: Path, python_215: Path) -> None:
        check_converted(tmp_path, "tf=2.15", python_215)


@pytest.mark.tf115
class TestTensorFlow115:
    def test_what_is_kept_exports_the_same(self, tmp_path: Path, python_115: Path) -> None:
        check_kept(tmp_path, "tf=2.21", Path(sys.executable), old_python=python_115)

    def test_sessions_are_converted_as_ever(self, tmp_path: Path, python_115: Path) -> None:
        code = CONVERTED.read_text(encoding="utf-8")
        before = converted(tmp_path, python_115, code)
        assert len(before) == 4
        assert before == converted(tmp_path, Path(sys.executable), fixed(code, "tf=2.21", ("ALL",)))
