from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from hublint import bootstrap

RUNNING = sys.version_info[:2]
EMPTY = bootstrap.Environment(name="empty", arguments=("--editable", "."), contents="nothing")


class Installs(list[bootstrap.Environment]):
    """Stands for the package index: remembers what was asked of it."""

    failing = False

    def __call__(self, root: Path, environment: bootstrap.Environment, python: Path, log: Path) -> None:
        assert (root / "pyproject.toml").is_file()
        assert python.is_file()
        log.write_text("asked")
        if self.failing:
            message = "no index"
            raise bootstrap.BootstrapError(message)
        self.append(environment)


@pytest.fixture
def installs(monkeypatch: pytest.MonkeyPatch) -> Installs:
    recorder = Installs()
    monkeypatch.setattr(bootstrap, "_install", recorder)
    return recorder


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text("# first\n")
    return tmp_path


@pytest.fixture
def running() -> bootstrap.Interpreter:
    found = bootstrap.find_interpreter((RUNNING,))
    assert found is not None
    return found


def test_the_running_python_is_taken_before_any_other(running: bootstrap.Interpreter) -> None:
    assert str(running.path) == sys.executable
    assert running.version == RUNNING


def test_an_environment_is_made_once_and_is_a_python_of_its_own(
    clone: Path, installs: Installs, running: bootstrap.Interpreter
) -> None:
    first = bootstrap.prepare(clone, EMPTY, running)
    again = bootstrap.prepare(clone, EMPTY, running)
    assert first == again
    assert installs == [EMPTY]
    prefix = subprocess.check_output([first, "-c", "import sys; print(sys.prefix)"], text=True).strip()
    assert Path(prefix).samefile(clone / bootstrap.FOLDER / f"empty-{bootstrap.dotted(RUNNING)}")


def test_a_changed_pyproject_installs_again(clone: Path, installs: Installs, running: bootstrap.Interpreter) -> None:
    bootstrap.prepare(clone, EMPTY, running)
    (clone / "pyproject.toml").write_text("# second\n")
    bootstrap.prepare(clone, EMPTY, running)
    assert installs == [EMPTY, EMPTY]


def test_a_failed_install_is_tried_again_next_time(
    clone: Path, installs: Installs, running: bootstrap.Interpreter
) -> None:
    installs.failing = True
    with pytest.raises(bootstrap.BootstrapError, match="no index"):
        bootstrap.prepare(clone, EMPTY, running)
    installs.failing = False
    bootstrap.prepare(clone, EMPTY, running)
    assert installs == [EMPTY]


def test_an_environment_whose_python_is_gone_is_made_anew(
    clone: Path, installs: Installs, running: bootstrap.Interpreter
) -> None:
    python = bootstrap.prepare(clone, EMPTY, running)
    python.unlink()
    assert bootstrap.prepare(clone, EMPTY, running).is_file()
    assert installs == [EMPTY, EMPTY]


def test_a_version_managers_shim_for_a_version_that_is_off_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shim = tmp_path / "python3.8"
    shim.write_text("#!/bin/sh\necho 'python3.8: command not found' >&2\nexit 127\n")
    shim.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    monkeypatch.setattr(bootstrap, "_uv", lambda: None)
    assert bootstrap.find_interpreter(((3, 8),)) is None


def test_a_machine_without_a_fitting_python_is_told_which_would_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "_probe", lambda _: None)
    with pytest.raises(
        bootstrap.BootstrapError, match=r"^TensorFlow needs Python 3\.10, 3\.11, 3\.12 or 3\.13; this is"
    ):
        bootstrap.require_interpreter(bootstrap.WITH_TENSORFLOW, "TensorFlow")


def test_a_debian_python_without_ensurepip_is_told_the_package_that_it_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A Python whose every module is missing fails as Debian's does: with a status and a line on stderr.
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho 'No module named ensurepip' >&2\nexit 1\n")
    python.chmod(0o755)
    monkeypatch.setattr(bootstrap, "_uv", lambda: None)
    with pytest.raises(bootstrap.BootstrapError, match="apt install python3-venv"):
        bootstrap._install(tmp_path, EMPTY, python, tmp_path / "log")
    assert "No module named ensurepip" in (tmp_path / "log").read_text()


def test_an_install_that_fails_shows_the_end_of_its_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "_uv", lambda: None)
    python = tmp_path / "python"
    python.write_text('#!/bin/sh\ncase "$*" in *--editable*) echo "No matching distribution" >&2; exit 1;; esac\n')
    python.chmod(0o755)
    with pytest.raises(bootstrap.BootstrapError, match=r"(?s)Installing nothing failed.*No matching distribution$"):
        bootstrap._install(tmp_path, EMPTY, python, tmp_path / "log")


def test_pip_has_its_turn_when_uv_cannot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    uv = tmp_path / "uv"
    uv.write_text("#!/bin/sh\nexit 2\n")
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/calls\n')
    uv.chmod(0o755)
    python.chmod(0o755)
    monkeypatch.setattr(bootstrap, "_uv", lambda: [str(uv)])
    bootstrap._install(tmp_path, EMPTY, python, tmp_path / "log")
    assert "trying pip" in capsys.readouterr().out
    calls = (tmp_path / "calls").read_text().splitlines()
    assert calls == ["-m ensurepip --upgrade --default-pip", "-m pip install --quiet --editable ."]


def test_what_uv_installs_is_compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    uv = tmp_path / "uv"
    uv.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/calls\n')
    uv.chmod(0o755)
    monkeypatch.setattr(bootstrap, "_uv", lambda: [str(uv)])
    bootstrap._install(tmp_path, EMPTY, Path("python"), tmp_path / "log")
    calls = (tmp_path / "calls").read_text().splitlines()
    assert calls == ["pip install --quiet --compile-bytecode --python python --editable ."]


def test_only_dependency_groups_ask_for_a_newer_pip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/calls\n')
    python.chmod(0o755)
    monkeypatch.setattr(bootstrap, "_uv", lambda: None)
    grouped = bootstrap.Environment("grouped", ("--group", "dev"), "tests")
    bootstrap._install(tmp_path, grouped, python, tmp_path / "log")
    calls = (tmp_path / "calls").read_text().splitlines()
    assert calls[1:] == [
        f"-m pip install --quiet --upgrade {bootstrap.PIP_WITH_GROUPS}",
        "-m pip install --quiet --group dev",
    ]


def test_children_do_not_borrow_the_callers_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.setenv("HUBLINT_KEPT", "yes")
    variables = bootstrap.child_environment(EXTRA="1")
    assert "PYTHONPATH" not in variables
    assert variables["HUBLINT_KEPT"] == "yes"
    assert variables["EXTRA"] == "1"


def test_a_child_killed_by_a_signal_has_the_shells_status(tmp_path: Path) -> None:
    assert bootstrap.run([sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"], tmp_path) == 137
    assert bootstrap.run([sys.executable, "-c", "raise SystemExit(3)"], tmp_path) == 3
