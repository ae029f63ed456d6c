"""The two programs that the extension starts: what they find, and what of an opened project they never run.

They are tried with the Python that runs the tests and with each of pyenv that is here, since any Python may be the one
that is selected in an editor. Which those are stands in the names of the tests.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest

from tests.vscode.bundle import PYTHON, bare_python, copy_extension, fill_bundle

pytestmark = pytest.mark.processes  # each starts an interpreter, and some a server

PATIENCE: Final = 60
_VERSIONS: Final = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
PYTHONS: Final = {
    f"{sys.version_info.major}.{sys.version_info.minor}-of-the-tests": Path(sys.executable),
    **{python.parent.parent.name: python for python in sorted(_VERSIONS.glob("*/bin/python"))},
}
LAUNCHING: Final = {name: python for name, python in PYTHONS.items() if re.match(r"3\.\d\d", name)}
"""Those that hublint runs on: it is launched with no other."""
VARIABLES: Final[tuple[dict[str, str], ...]] = (
    {},
    {"PYTHONPATH": ":/nowhere"},
    {"PYTHONPATH": "."},
    {"PYTHONSAFEPATH": "1"},
)

# A hublint that says how it was started.
SAYING: Final = """
import json
import sys


def main():
    print(json.dumps({"path": sys.path, "words": sys.argv[1:], "file": __file__}))
    return 3
"""


def run(command: list[str | Path], folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        command,
        cwd=folder,
        env={**environment, **variables},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def write_hublint(folder: Path) -> Path:
    """Write a hublint that says how it was started."""
    package = folder / "hublint" / "cli"
    package.mkdir(parents=True)
    (folder / "hublint" / "__init__.py").touch()
    (package / "__init__.py").write_text(SAYING, encoding="utf-8")
    return folder


@pytest.fixture
def evil(tmp_path: Path) -> Path:
    """Return a project whose modules have the names of others; each that is run leaves a file."""
    folder = tmp_path / "project"
    for name in ("json", "platform", "argparse", "hublint/cli", "__future__"):
        module = folder / name
        module.mkdir(parents=True)
        (module / "__init__.py").write_text(f"open({str(folder / 'RUN')!r}, 'a').write({name!r})\n", encoding="utf-8")
    return folder


@pytest.fixture
def extension(tmp_path: Path) -> Path:
    """Return a launcher whose bundle holds a hublint that says how it was started."""
    folder = tmp_path / "extension"
    launcher = copy_extension(folder)
    write_hublint(folder / "bundled" / "libs")
    return launcher


def told(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert done.stdout, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


# What a Python is.


@pytest.mark.parametrize("python", PYTHONS.values(), ids=PYTHONS)
def test_any_python_tells_what_it_is(python: Path, evil: Path) -> None:
    done = run([python, PYTHON / "probe.py"], evil)
    asked = (
        "import sys, platform; print([list(sys.version_info[:3]), sys.executable, platform.python_implementation()])"
    )
    expected = run([python, "-c", asked], PYTHON).stdout
    answer = told(done)
    same = str([answer["version"], answer["executable"], answer["implementation"]])
    assert same == expected.strip()
    assert answer["gil"] is True
    assert answer["target"].split("-")[0] in {"linux", "alpine", "darwin", "win32"}
    assert not (evil / "RUN").exists()


@pytest.mark.parametrize(("metadata", "found"), [("hublint-0.2.0.dist-info", "0.2.0"), ("other-1.dist-info", None)])
def test_a_python_tells_which_hublint_is_installed(tmp_path: Path, metadata: str, found: str | None) -> None:
    name, version = metadata.removesuffix(".dist-info").split("-")
    (tmp_path / metadata).mkdir()
    (tmp_path / metadata / "METADATA").write_text(f"Name: {name}\nVersion: {version}\n", encoding="utf-8")
    python = bare_python(tmp_path / "environment")
    answer = told(run([python, PYTHON / "probe.py"], tmp_path, PYTHONPATH=str(tmp_path)))
    assert answer["hublint"] == found


def test_a_virtual_environment_is_itself_and_not_the_python_that_it_was_made_of(tmp_path: Path) -> None:
    python = bare_python(tmp_path / "environment")
    assert told(run([python, PYTHON / "probe.py"], tmp_path))["executable"] == str(python)


# What the launcher starts.


@pytest.mark.parametrize("python", LAUNCHING.values(), ids=LAUNCHING)
@pytest.mark.parametrize(
    "variables", [{}, {"PYTHONPATH": ":/nowhere"}, {"PYTHONPATH": "."}, {"PYTHONSAFEPATH": "1"}], ids=str
)
def test_the_hublint_of_the_extension_is_run_and_nothing_of_the_project(
    python: Path, variables: dict[str, str], extension: Path, evil: Path
) -> None:
    # What Python and its `.pth` files import before any program is read is out of reach here: the extension takes such
    # entries out of the variable, too.
    done = run([python, extension, "--bundled", "server", "--x"], evil, **variables)
    answer = told(done)
    libraries = str(extension.parent.parent / "bundled" / "libs")
    assert done.returncode == 3
    assert answer["words"] == ["server", "--x"]
    assert answer["path"][0] == libraries
    assert not {str(evil), str(extension.parent), "", "."} & set(answer["path"])
    assert not (evil / "RUN").exists()


def test_the_hublint_of_the_environment_is_run_where_that_is_wanted(
    tmp_path: Path, extension: Path, evil: Path
) -> None:
    installed = write_hublint(tmp_path / "installed")
    done = run([sys.executable, extension, "server"], evil, PYTHONPATH=f"{os.pathsep}{installed}{os.pathsep}src")
    answer = told(done)
    assert Path(answer["file"]).is_relative_to(installed)
    assert str(installed) in answer["path"]
    assert not {str(evil), str(evil / "src")} & set(answer["path"])
    assert not (evil / "RUN").exists()


def test_the_hublint_of_the_extension_comes_before_one_that_is_installed(tmp_path: Path, extension: Path) -> None:
    installed = write_hublint(tmp_path / "installed")
    answer = told(run([sys.executable, extension, "--bundled"], tmp_path, PYTHONPATH=str(installed)))
    assert Path(answer["file"]).is_relative_to(extension.parent.parent)


def test_a_folder_that_the_user_names_counts_even_if_one_works_in_it(tmp_path: Path, extension: Path) -> None:
    installed = write_hublint(tmp_path / "installed")
    answer = told(run([sys.executable, extension], installed, PYTHONPATH=f"{installed}{os.pathsep}"))
    assert Path(answer["file"]).is_relative_to(installed)


def test_a_missing_bundle_is_told_by_the_last_line_of_the_log(tmp_path: Path) -> None:
    launcher = copy_extension(tmp_path / "extension")
    done = run([bare_python(tmp_path / "environment"), launcher, "--bundled", "server"], tmp_path)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "ModuleNotFoundError: No module named 'hublint'"


def test_hublint_itself_runs_from_a_bundle_on_a_python_that_has_nothing(tmp_path: Path) -> None:
    launcher = copy_extension(tmp_path / "extension")
    fill_bundle(tmp_path / "extension")
    program = tmp_path / "program.py"
    program.write_text("import tensorflow as tf\n\nsession = tf.Session()\n", encoding="utf-8")
    python = bare_python(tmp_path / "environment")
    done = run([python, launcher, "--bundled", "check", "--output-format", "json", program], tmp_path)
    assert done.returncode == 1, done.stderr
    assert "HUB101" in done.stdout
