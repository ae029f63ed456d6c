"""Two programs in two interpreters, each with a stand-in for TensorFlow of its own (see fake_tensorflow.py)."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hublint.cli import main
from hublint.verify import Report, Runtime, VerifyError, render, verify
from tests.verify.fake_tensorflow import write_fake_tensorflow

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="the interpreters are shell scripts"),
    pytest.mark.processes,  # each starts several interpreters
]

OF_TENSORFLOW_1 = "import tensorflow as tf\nassert tf.__version__ == '1.15.fake'\ntf.saved_model.save('m', 'out')\n"
OF_TENSORFLOW_2 = "import tensorflow as tf\nassert tf.__version__ == '2.21.fake'\ntf.saved_model.save('m', 'out')\n"
PYTHON = ".".join(map(str, sys.version_info[:3]))


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    project = tmp_path / "project"
    project.mkdir()
    (project / "old.py").write_text(OF_TENSORFLOW_1)
    (project / "new.py").write_text(OF_TENSORFLOW_2)
    monkeypatch.chdir(project)
    return project


@pytest.fixture
def python(tmp_path: Path) -> Callable[[str], Path]:
    """Return a function that makes an interpreter with a TensorFlow of some version."""

    def make(version: str) -> Path:
        site, program = tmp_path / f"site-{version}", tmp_path / f"python-{version}"
        if version:
            write_fake_tensorflow(site, version)
        command = " ".join(shlex.quote(str(part)) for part in (f"PYTHONPATH={site}", sys.executable))
        program.write_text(f'#!/bin/sh\nexec env {command} "$@"\n')
        program.chmod(0o755)
        return program

    return make


def test_each_program_runs_with_its_own_interpreter_and_the_report_says_which(python: Callable[[str], Path]) -> None:
    old, new = python("1.15.fake"), python("2.21.fake")
    report = verify(Path("old.py"), against=Path("new.py"), python=new, old_python=old)
    assert report.program_problems == ()
    assert [one.runtime for one in (report.old, report.new) if one is not None] == [
        Runtime(str(old), PYTHON, "1.15.fake"),
        Runtime(str(new), PYTHON, "2.21.fake"),
    ]
    assert report.runtime == Runtime(str(new), PYTHON, "2.21.fake")
    told = (
        f"old: TensorFlow 1.15.fake on CPU, Python {PYTHON}; "
        f"new and both models: TensorFlow 2.21.fake on CPU, Python {PYTHON}."
    )
    assert told in render(report).splitlines()


def test_the_new_program_may_have_an_interpreter_of_its_own_too(python: Callable[[str], Path]) -> None:
    old, new = python("1.15.fake"), python("2.21.fake")
    report = verify(Path("old.py"), against=Path("old.py"), python=new, old_python=old, new_python=old)
    assert report.program_problems == ()
    assert f"old and new: TensorFlow 1.15.fake on CPU, Python {PYTHON}; both models: TensorFlow 2.21.fake" in render(
        report
    )


def test_an_interpreter_may_be_named_from_where_one_stands(python: Callable[[str], Path], project: Path) -> None:
    (project / "quiet.py").write_text("")
    named = python("2.21.fake")
    relative = Path(os.path.relpath(named))
    report = verify(Path("quiet.py"), python=relative, warm=False)
    assert report.runtime.interpreter == str(relative.absolute())
    assert report.runtime.tensorflow == "2.21.fake"


def test_two_runtimes_are_compared_without_a_gpu(
    python: Callable[[str], Path], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0,1")
    (project / "tell.py").write_text("import os, sys\nsys.exit('sees ' + repr(os.environ['CUDA_VISIBLE_DEVICES']))\n")
    report = verify(Path("tell.py"), python=python("2.15.fake"), other_python=python("2.21.fake"))
    ends = [one.outcome.details for one in (report.old, report.new) if one is not None and one.outcome is not None]
    assert ends == ["sees ''", "sees ''"]


@pytest.mark.parametrize("how", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_what_is_interrupted_leaves_no_scratch_folder(
    how: str, python: Callable[[str], Path], project: Path, tmp_path: Path
) -> None:
    (project / "slow.py").write_text(f"import time\nopen({str(tmp_path / 'began')!r}, 'w')\ntime.sleep(600)\n")
    (tmp_path / "tmp").mkdir()
    arguments = ["verify", "slow.py", "--python", str(python("2.21.fake")), "--no-warm"]
    program = f"from hublint.cli import main; raise SystemExit(main({arguments!r}))"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TMPDIR": str(tmp_path / "tmp")}
    with subprocess.Popen([sys.executable, "-c", program], env=environment) as process:
        deadline = time.monotonic() + 60
        while not (tmp_path / "began").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert list((tmp_path / "tmp").iterdir())
        process.send_signal(signal.Signals[how])
        assert process.wait(20) == 130
    assert list((tmp_path / "tmp").iterdir()) == []


@pytest.mark.parametrize("output_format", ["full", "concise"])
def test_nothing_that_is_verified_steers_the_terminal(
    output_format: str, python: Callable[[str], Path], project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "red.py").write_text("raise ValueError('\\x1b[31mred')\n")
    assert main(["verify", "red.py", "--python", str(python("2.21.fake")), "--output-format", output_format]) == 1
    assert "ValueError: \u241b[31mred\n" in capsys.readouterr().out


def test_json_says_which_interpreter_ran_what(
    python: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--python", str(python("2.21.fake")), "--old-python", str(python("1.15.fake"))]
    main(["verify", "old.py", "--against", "new.py", *options, "--output-format", "json"])
    document = json.loads(capsys.readouterr().out)
    versions = [document[key]["runtime"]["tensorflow"] for key in ("old", "new")]
    assert [*versions, document["runtime"]["tensorflow"]] == ["1.15.fake", "2.21.fake", "2.21.fake"]
    assert document["old"]["runtime"]["python"] == PYTHON


@pytest.mark.parametrize("option", ["--python", "--old-python"])
def test_an_interpreter_without_tensorflow_is_told_before_a_program_has_run(
    option: str, python: Callable[[str], Path], project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = project.parent / "ran"
    (project / "old.py").write_text(f"open({str(ran)!r}, 'w')\n{OF_TENSORFLOW_1}")
    interpreters = {"--python": python("2.21.fake"), "--old-python": python("1.15.fake")}
    interpreters[option] = python("")
    words = [word for pair in interpreters.items() for word in map(str, pair)]
    assert main(["verify", "old.py", "--against", "new.py", *words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert not ran.exists()
    reason = "cannot import TensorFlow: ModuleNotFoundError: No module named 'tensorflow'"
    assert err == f"hublint: error: {interpreters[option]}: {reason}\n"


def test_a_side_that_runs_no_program_needs_no_interpreter(python: Callable[[str], Path], project: Path) -> None:
    with pytest.raises(VerifyError, match=r"^--new-python runs the new program, but there is only one target$"):
        verify(project / "old.py", python=python("2.21.fake"), new_python=python("1.15.fake"))


MESSAGES = {
    "tf.placeholder('float32')": True,
    "tf.saved_model.simple_save()": True,
    "import tensorflow.contrib": True,
    "from tensorflow import placeholder": True,
    "raise RuntimeError('tf.placeholder() is not compatible with eager execution.')": True,
    "raise AttributeError('`dense` is not available with Keras 3.')": True,
    "import tensorflow_datasets": False,
    "[].placeholder": False,
    "raise RuntimeError('no data')": False,
    "raise SystemExit(1)": False,
}


@pytest.mark.parametrize("statement", MESSAGES)
def test_what_fails_as_programs_of_an_older_tensorflow_do_points_to_the_option(
    statement: str, python: Callable[[str], Path], project: Path
) -> None:
    (project / "old.py").write_text(f"import tensorflow as tf\n{statement}\n")

    def points(report: Report, option: str) -> bool:
        advice = (
            "note: if it was written for an older TensorFlow than 2.21.fake, "
            f"name an interpreter that has that one: {option} PATH"
        )
        return advice in render(report)

    new = python("2.21.fake")
    assert points(verify(Path("old.py"), against=Path("new.py"), python=new), "--old-python") is MESSAGES[statement]
    assert points(verify(Path("old.py"), python=new), "--python") is MESSAGES[statement]


def test_on_tensorflow_1_nothing_points_to_an_older_one(python: Callable[[str], Path], project: Path) -> None:
    (project / "old.py").write_text("import tensorflow as tf\ntf.placeholder\n")
    report = verify(Path("old.py"), against=Path("new.py"), python=python("2.21.fake"), old_python=python("1.15.fake"))
    assert report.old.outcome is not None
    assert report.old.outcome.message == "AttributeError: module 'tensorflow' has no attribute 'placeholder'"
    assert report.old.notes == ()
