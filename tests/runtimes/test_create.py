"""Making environments, with a recipe of the tests: its package is a wheel of a few bytes, and no network is asked."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hublint.cli import main
from hublint.runtimes import RECIPES, Recipe, RuntimesError, create, existing, recipe

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.runtimes.conftest import Machine

    Make = Callable[..., Recipe]

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(sys.platform == "win32", reason="the interpreters lie where other systems have them"),
]

THIS = f"{sys.version_info[0]}.{sys.version_info[1]}"
UV = shutil.which("uv")
OWN = sys.executable
BASE = Path(sys.__dict__["_base_executable"])
ROOT = Path(__file__).resolve().parent.parent.parent
SLOW_IMPORT = "import pathlib, time\npathlib.Path('imported').touch()\ntime.sleep(60)\n"


@pytest.fixture
def make(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Return a function that makes a recipe of a package with some content, known as `tf9.9`."""
    (machine.path / f"python{THIS}").symlink_to(BASE)
    monkeypatch.setenv("PATH", os.pathsep.join([str(machine.path), "/usr/bin", "/bin"]))
    monkeypatch.setattr(sys, "executable", OWN)
    if UV is not None:
        # A program that chooses itself by the folder it is called in, as pyenv's shims do, has to stay where it is.
        script = machine.path / "uv"
        script.write_text(f'#!/bin/sh\nexec env HOME={Path.home()} UV_OFFLINE=${{UV_OFFLINE:-1}} {UV} "$@"\n')
        script.chmod(0o755)

    def made(content: str = "version = 1\n", requirement: str = "", pythons: tuple[str, ...] = (THIS,)) -> Recipe:
        wheel = machine.root / "tiny-1.0-py3-none-any.whl"
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr("tiny.py", content)
            archive.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
            archive.writestr(
                "tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
            )
            archive.writestr("tiny-1.0.dist-info/entry_points.txt", "[console_scripts]\ntiny = os:getpid\n")
            archive.writestr("tiny-1.0.dist-info/RECORD", "")
        wanted = Recipe("tf9.9", pythons, (requirement or str(wheel),), "import tiny")
        monkeypatch.setitem(RECIPES, wanted.name, wanted)
        return wanted

    return made


@pytest.fixture(params=["uv", "venv"])
def tool(request: pytest.FixtureRequest, machine: Machine, make: Make) -> str:
    """Make environments with uv, and without."""
    assert make is not None
    if request.param == "uv" and UV is None:
        pytest.skip("uv is not installed")
    if request.param == "venv":
        (machine.path / "uv").unlink(missing_ok=True)
    return str(request.param)


def left(machine: Machine) -> list[str]:
    return sorted(path.name for path in machine.created.iterdir()) if machine.created.exists() else []


class TestMaking:
    def test_one_is_made_whole_under_its_own_name(
        self, machine: Machine, make: Make, tool: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        make()
        assert main(["runtime", "create", "tf9.9"]) == 0
        python = machine.created / "tf9.9" / "bin" / "python"
        out, err = capsys.readouterr()
        assert out == f"tf9.9 is ready: {python}\nUse it with `hublint verify --runtime tf9.9`.\n"
        assert [line.split()[0] for line in err.splitlines()] == ["making", "installing", "trying"]
        assert ("with uv" in err) is (tool == "uv")
        assert left(machine) == ["tf9.9"]
        told = subprocess.run(
            [python, "-c", "import tiny; print(tiny.__file__)"], capture_output=True, text=True, check=True
        )
        assert told.stdout.startswith(f"{machine.created}/tf9.9/lib/")
        # What was installed starts the interpreter by the name that it has now.
        assert (python.parent / "tiny").read_text().startswith(f"#!{python}\n")
        for file in (python.parent.parent / "pyvenv.cfg", *python.parent.iterdir()):
            assert ".tf9.9-" not in file.read_text(errors="replace"), file
        assert main(["runtime", "path", "tf9.9"]) == 0
        assert capsys.readouterr().out == f"{python}\n"

    def test_what_it_holds_is_compiled_though_nothing_writes_bytecode(
        self, machine: Machine, make: Make, tool: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make()
        monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")  # as in many a container
        assert main(["runtime", "create", "tf9.9"]) == 0, tool
        site = machine.created / "tf9.9" / "lib" / f"python{THIS}" / "site-packages"
        assert [path.name for path in site.glob("__pycache__/*.pyc")] == [f"tiny.cpython-{THIS.replace('.', '')}.pyc"]

    def test_a_second_time_it_is_there_and_force_makes_it_anew(
        self, machine: Machine, make: Make, capsys: pytest.CaptureFixture[str]
    ) -> None:
        make()
        main(["runtime", "create", "tf9.9"])
        mark = machine.created / "tf9.9" / "mark"
        mark.touch()
        capsys.readouterr()
        assert main(["runtime", "create", "9.9"]) == 0
        assert capsys.readouterr().out == (
            f"tf9.9 is there already: {machine.created}/tf9.9/bin/python; --force makes it anew.\n"
        )
        assert mark.exists()
        assert main(["runtime", "create", "tf9.9", "--force"]) == 0
        assert not mark.exists()
        assert left(machine) == ["tf9.9"]

    def test_another_folder(self, machine: Machine, make: Make, capsys: pytest.CaptureFixture[str]) -> None:
        make()
        folder = machine.root / "else where"
        assert main(["runtime", "create", "tf9.9", "--dir", str(folder)]) == 0
        assert f"--runtime {folder}/tf9.9/bin/python`" in capsys.readouterr().out
        assert (left(machine), existing("tf9.9"), [path.name for path in folder.iterdir()]) == ([], None, ["tf9.9"])
        assert main(["runtime", "remove", "tf9.9", "--dir", str(folder)]) == 0
        assert list(folder.iterdir()) == []

    def test_the_project_has_no_say_in_what_is_installed(self, machine: Machine, make: Make, tool: str) -> None:
        assert tool
        (machine.project / "pyproject.toml").write_text(
            '[project]\nname = "p"\nversion = "1"\n[tool.uv]\noverride-dependencies = ["tiny==2.0"]\n'
        )
        (machine.project / "tiny.py").write_text("raise SystemExit('the wrong one')\n")
        assert create(make()).exists()


class TestNothingIsLeft:
    def test_by_one_that_cannot_be_imported(
        self, machine: Machine, make: Make, capsys: pytest.CaptureFixture[str]
    ) -> None:
        make("raise RuntimeError('this machine has no AVX')\n")
        assert main(["runtime", "create", "tf9.9"]) == 2
        assert capsys.readouterr().err.splitlines()[-1] == (
            "hublint: error: tf9.9 was not made: what was installed does not work "
            "(RuntimeError: this machine has no AVX)"
        )
        assert left(machine) == []

    def test_and_with_force_the_one_that_was_there_stays(self, machine: Machine, make: Make) -> None:
        create(make())
        (machine.created / "tf9.9" / "mark").touch()
        with pytest.raises(RuntimesError, match="does not work"):
            create(make("raise RuntimeError\n"), force=True)
        assert (machine.created / "tf9.9" / "mark").exists()
        assert left(machine) == ["tf9.9"]

    def test_by_a_package_that_is_not_there(
        self, machine: Machine, make: Make, tool: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COLUMNS", "40")  # in a narrow terminal the reason is told as well
        wanted = make(requirement=str(machine.root / "gone-1.0-py3-none-any.whl"))
        with pytest.raises(
            RuntimesError, match=r"^tf9\.9 was not made: its packages cannot be installed \(.*gone"
        ) as info:
            create(wanted)
        assert "\n" not in str(info.value)
        assert (left(machine), bool(tool)) == ([], True)

    def test_without_a_network(self, machine: Machine, make: Make, tool: str, monkeypatch: pytest.MonkeyPatch) -> None:
        for name, value in (("INDEX_URL", "http://127.0.0.1:9/simple"), ("RETRIES", "1"), ("HTTP_RETRIES", "0")):
            monkeypatch.setenv(f"PIP_{name}", value)
            monkeypatch.setenv(f"UV_{name}", value)
        monkeypatch.setenv("UV_OFFLINE", "0")
        with pytest.raises(
            RuntimesError, match=r"^tf9\.9 was not made: the network or the package index cannot be reached"
        ):
            create(make(requirement="no-such-package-of-hublint"))
        assert (left(machine), bool(tool)) == ([], True)

    @pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
    def test_by_an_interrupt(self, how: signal.Signals, machine: Machine, make: Make) -> None:
        wanted = make(SLOW_IMPORT)
        program = (
            "from hublint.cli import main; from hublint.runtimes import RECIPES, Recipe\n"
            f"RECIPES['tf9.9'] = Recipe(*{tuple(wanted)!r})\n"
            "raise SystemExit(main(['runtime', 'create', 'tf9.9']))\n"
        )
        search = os.pathsep.join([str(ROOT), str(ROOT / "rules")])
        process = subprocess.Popen(
            [BASE, "-c", program], env={**os.environ, "PYTHONPATH": os.pathsep.join([search, *sys.path])}
        )
        wait_for(lambda: list(machine.created.glob(".tf9.9-*/imported")))
        process.send_signal(how)
        assert process.wait(20) == 130
        assert left(machine) == []
        wait_for(lambda: not processes_in(machine.created))

    def test_and_what_a_killed_one_left_is_cleared_by_the_next(self, machine: Machine, make: Make) -> None:
        gone = subprocess.Popen([BASE, "-c", ""])
        gone.wait()
        (machine.created / f".tf9.9-{gone.pid}" / "bin").mkdir(parents=True)
        (machine.created / f".tf9.9-{os.getppid()}").mkdir()
        create(make())
        assert left(machine) == [f".tf9.9-{os.getppid()}", "tf9.9"]


def test_the_first_python_that_the_recipe_names_is_taken_and_conda_s_only_if_there_is_no_other(
    machine: Machine, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    for version in ("3.8.18", "3.9.18"):
        machine.installation(machine.home / ".pyenv" / "versions" / version, version)
    conda = machine.installation(machine.root / "conda", "3.8.1", tensorflow="2.12.0")
    monkeypatch.setenv("CONDA_PREFIX", str(machine.root / "conda"))
    asked: list[str] = []

    def run(command: list[str], *_: object, **__: object) -> tuple[int, str]:
        asked.append(command[0])
        return 1, "stopped by the test"

    monkeypatch.setattr(import_module("hublint.runtimes.create"), "_run", run)  # the package has a function so called
    (machine.path / "uv").unlink(missing_ok=True)
    for pythons in (("3.8", "3.9"), ("3.9", "3.8"), ("3.7", "3.9")):
        with pytest.raises(RuntimesError, match="stopped by the test"):
            create(make(pythons=pythons))
    versions = machine.home / ".pyenv" / "versions"
    assert asked == [f"{versions}/{version}/bin/python" for version in ("3.8.18", "3.9.18", "3.9.18")]
    shutil.rmtree(versions / "3.8.18")
    with pytest.raises(RuntimesError, match="stopped by the test"):
        create(make(pythons=("3.8",)))
    assert asked[-1] == str(conda)


class TestWhatIsMissing:
    def test_a_python(self, machine: Machine, make: Make) -> None:
        (machine.path / "uv").unlink(missing_ok=True)
        with pytest.raises(RuntimesError) as info:
            create(make(pythons=("3.7",)))
        assert str(info.value) == (
            "tf9.9 was not made: it needs Python 3.7, which is not here: get it with `uv python install 3.7` "
            "or `pyenv install 3.7`"
        )

    @pytest.mark.skipif(UV is None, reason="uv is not installed")
    def test_a_python_that_uv_cannot_fetch(self, machine: Machine, make: Make) -> None:
        with pytest.raises(RuntimesError) as info:
            create(make(pythons=("3.2",)))
        assert str(info.value).startswith("tf9.9 was not made: it needs Python 3.2, which is not here: get it with ")
        assert left(machine) == []

    def test_a_recipe(self) -> None:
        with pytest.raises(RuntimesError, match=r"^tf2\.3: there is no recipe for it; there are tf1\.15, tf2\.10, "):
            recipe("tf2.3")

    @pytest.mark.parametrize("name", ["tf9.9", "..", ".", "", "a/b", "/", ".tf9.9-1"])
    def test_what_was_never_created_is_not_removed(
        self, name: str, machine: Machine, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (machine.created / "a" / "b").mkdir(parents=True)
        assert main(["runtime", "remove", name]) == 2
        assert capsys.readouterr().err == (
            f"hublint: error: {name}: no such runtime was created; `hublint runtime list` tells what there is\n"
        )
        assert (machine.created / "a" / "b").exists()
        assert main(["runtime", "path", name]) == 2

    def test_remove(self, machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
        machine.environment(machine.created / "tf2.15", tensorflow="2.15.1")
        assert main(["runtime", "remove", "tf2.15"]) == 0
        assert capsys.readouterr().out == f"{machine.created}/tf2.15 was removed.\n"
        assert left(machine) == []


def test_each_recipe_names_a_python_that_the_worker_runs_on() -> None:
    assert list(RECIPES)[:2] == ["tf1.15", "tf2.10"]
    assert list(RECIPES)[-1] == "tf2.21"
    for name, wanted in RECIPES.items():
        assert wanted.name == name
        assert wanted.requirements[0] == f"tensorflow=={name[2:]}.*"
        assert all(tuple(map(int, python.split("."))) >= (3, 7) for python in wanted.pythons)


def wait_for(condition: Callable[[], object], seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def processes_in(folder: Path) -> list[str]:
    """Return the processes that were started with a program of a folder."""
    found = []
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if os.fsencode(folder) in command.read_bytes():
                found.append(command.parent.name)
        except OSError:
            continue
    return found
