"""One target in two runtimes: both run and load it themselves, and the second is held against the first."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from hublint.verify import render, verify

PROGRAMS = Path(__file__).parent / "programs"


@pytest.mark.tf215
def test_a_program_runs_in_both_and_its_models_agree(python_215: Path) -> None:
    report = verify(PROGRAMS / "simple_save.py", python=python_215, other_python=Path(sys.executable))
    assert report.agree, render(report)
    assert report.old.runtime is not None
    assert report.new is not None
    assert report.new.runtime is not None
    assert report.new_runtime is not None
    used = [one.tensorflow[:4] for one in (report.runtime, report.old.runtime, report.new.runtime, report.new_runtime)]
    assert used == ["2.15", "2.15", "2.21", "2.21"]
    (comparison,) = report.comparisons
    assert comparison.signatures[0].calls == 5
    assert render(report).splitlines()[-2] == (
        f"old and the models of old: {report.runtime}; new and the models of new: {report.new_runtime}."
    )


@pytest.mark.tf215
def test_what_two_releases_answer_differently_is_found(python_215: Path, tmp_path: Path) -> None:
    program = tmp_path / "export.py"
    program.write_text(
        "import tensorflow as tf\n"
        "by = 1.0 if tf.__version__.startswith('2.15') else 1.5\n"
        "add = tf.function(lambda x: {'y': x + by}, input_signature=[tf.TensorSpec([None], tf.float32, name='x')])\n"
        "tf.saved_model.save(tf.Module(), 'model', signatures={'serving_default': add})\n",
        encoding="utf-8",
    )
    report = verify(program, python=python_215, other_python=Path(sys.executable))
    assert [problem.kind for problem in report.problems] == ["values"]
    assert "; max abs difference 0.5, max rel " in report.problems[0].message
    assert report.problems[0].message.endswith("(rtol 1e-05, atol 1e-06)")  # of single numbers, not of sums


@pytest.mark.tf115
def test_a_model_of_115_answers_the_same_in_115_and_221(python_115: Path, tmp_path: Path) -> None:
    program = tmp_path / "export.py"
    program.write_text(
        "import tensorflow as tf\n"
        "with tf.Graph().as_default(), tf.Session() as sess:\n"
        "    x = tf.placeholder(tf.float32, [None, 3])\n"
        "    w = tf.get_variable('w', [3, 1], initializer=tf.initializers.random_normal(seed=1))\n"
        "    sess.run(tf.global_variables_initializer())\n"
        "    tf.saved_model.simple_save(sess, 'model', {'x': x}, {'y': tf.matmul(x, w)})\n",
        encoding="utf-8",
    )
    subprocess.run([str(python_115), str(program)], cwd=tmp_path, check=True, capture_output=True)
    report = verify(tmp_path / "model", python=python_115, other_python=Path(sys.executable))
    assert report.agree, render(report)
    assert (report.runtime.tensorflow[:4], report.new_runtime and report.new_runtime.tensorflow[:4]) == ("1.15", "2.21")
