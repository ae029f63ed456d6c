"""`hublint verify` with the real TensorFlow 1.15, alone and against the TensorFlow that runs these tests."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from hublint.cli import main
from hublint.verify import render, stop_servers, verify

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.tf115

LEGACY = """\
import tensorflow as tf

x = tf.placeholder(tf.float32, [None, 2], name="x")
w = tf.Variable([[2.0], [-1.0]], name="w")
y = tf.log(tf.matmul(x, w) + 10, name="y")
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    tf.saved_model.simple_save(sess, "model", inputs={"x": x}, outputs={"y": y})
"""


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


def test_a_warm_worker_of_1_15_answers_like_a_cold_one(
    python_115: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    program = tmp_path / "export.py"
    program.write_text(LEGACY)
    try:
        cold, first, warm = (verify(program, python=python_115, warm=warm) for warm in (False, True, True))
        assert stop_servers() == 1
    finally:
        stop_servers()
    assert cold.agree, render(cold)
    assert cold.runtime == first.runtime == warm.runtime
    assert cold.models[0].behaviours == first.models[0].behaviours == warm.models[0].behaviours
