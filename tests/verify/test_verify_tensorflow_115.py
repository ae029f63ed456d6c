"""`hublint verify` with the real TensorFlow 1.15, alone and against the TensorFlow that runs these tests."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from hublint.cli import main
from hublint.verify import render, verify

pytestmark = pytest.mark.tf115

PROGRAMS = Path(__file__).parent / "programs"

LEGACY = """\
import tensorflow as tf

x = tf.placeholder(tf.float32, [None, 2], name="x")
w = tf.Variable([[2.0], [-1.0]], name="w")
y = tf.log(tf.matmul(x, w) + 10, name="y")
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    tf.saved_model.simple_save(sess, "model", inputs={"x": x}, outputs={"y": y})
"""


def test_every_spelling_of_1_15_is_captured(python_115: Path) -> None:
    program = PROGRAMS / "spellings_115.py"
    report = verify(program, python=python_115)
    assert report.agree, render(report)
    found = [(export.api, export.path, export.line) for export in report.old.exports]
    simple_save = "tf.compat.v1.saved_model.simple_save"
    builder = "tf.compat.v1.saved_model.Builder.save"
    save = "tf.saved_model.save"
    estimator = "tf.estimator.Estimator."
    outside = "no such folder"
    assert [(api, path if outside not in path else outside, line) for api, path, line in found] == [
        (simple_save, "a", 23),
        (simple_save, "b", 24),
        (simple_save, "c", 25),
        (simple_save, "d", 26),
        (builder, "e", 18),
        (builder, "f", 18),
        (builder, "g", 18),
        (builder, "h", 18),
        (simple_save, outside, 31),
        (save, "k", 36),
        (save, "l", 37),
        (save, "m", 38),
        (save, "n", 39),
        (f"{estimator}export_saved_model", "o", 60),
        (f"{estimator}export_savedmodel", "p", 62),
        (f"{estimator}experimental_export_all_saved_models", "q", 63),
        (f"{estimator}export_saved_model", outside, 64),
        (save, "r", 71),
        (save, "s", 72),
    ]


def test_a_program_that_only_1_15_runs_is_migrated_and_proven(
    python_115: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    program = tmp_path / "export.py"
    program.write_text(LEGACY)
    assert main(["migrate", "--verify", "--old-python", str(python_115), "export.py"]) == 0
    out = capsys.readouterr().out
    python = ".".join(map(str, sys.version_info[:3]))
    assert "old: TensorFlow 1.15.5 on CPU, Python 3.7." in out
    assert f"new and both models: TensorFlow 2.21.0 on CPU, Python {python}." in out
    assert "max abs difference" in out
    assert "they agree." in out
    assert "Session" not in program.read_text()
