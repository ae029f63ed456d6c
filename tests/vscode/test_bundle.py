"""The hublint that comes with the extension, as it is installed, run by every Python that it is for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Final

import pytest
from libraries import PYTHONS

import hublint
from hublint import bootstrap
from tests.lsp.client import ROOT, Client

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.vscode

# As the extension starts it: nothing of the user's variables, and nothing of what is installed in the Python.
ISOLATED: Final = ("-I", "-S")

TEXT: Final = "import tensorflow as tf\n\nwith tf.Session() as session:\n    session.run(x)\n"

# Runs the launcher, and tells where each module came from as it ends; a server ends without Python's own farewell.
WATCHED: Final = """
import json, os, runpy, sys
told, *sys.argv = sys.argv[1:]

def tell():
    files = {name: getattr(module, "__file__", None) for name, module in sys.modules.items()}
    with open(told, "w", encoding="utf-8") as file:
        json.dump({"modules": files, "path": sys.path}, file)

def leave(status, end=os._exit):
    tell()
    end(status)

os._exit = leave
try:
    runpy.run_path(sys.argv[0], run_name="__main__")
finally:
    tell()
"""

# Imports all of hublint but what runs elsewhere: inside TensorFlow, where its tables are made, or in campaigns.
EVERYTHING: Final = """
import importlib, pkgutil, sys
sys.path.insert(0, sys.argv[1])
import hublint, hublint_rules
elsewhere = ("hublint.verify.worker", "hublint.tfapi.regenerate", "hublint.savedmodel.regenerate", "hublint.demo",
             "hublint.migrate.python2_fixers")
for package in (hublint, hublint_rules):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not module.name.startswith(elsewhere) and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
print(len([name for name in sys.modules if name.startswith("hublint")]), "yaml" in sys.modules)
"""


@pytest.fixture(scope="module", params=PYTHONS)
def python(request: pytest.FixtureRequest) -> Path:
    """A Python of each version that hublint is for, of those that this machine has."""
    major, minor = map(int, request.param.split("."))
    found = bootstrap.find_interpreter([(major, minor)])
    if found is None:
        pytest.skip(f"this machine has no Python {request.param}")
    return found.path


@pytest.fixture
def program(tmp_path: Path) -> Path:
    file = tmp_path / "program.py"
    file.write_text(TEXT, encoding="utf-8")
    return file


def launch(python: Path, installed: Path, told: Path, *words: str) -> list[str]:
    """Return the command that starts the hublint of the extension and tells what it imported."""
    launcher = installed / "python" / "launch.py"
    return [str(python), *ISOLATED, "-c", WATCHED, str(told), str(launcher), "--bundled", *words]


def foreign(told: Path, installed: Path) -> list[str]:
    """Return the modules that came neither from the extension nor with Python."""
    document: dict[str, Any] = json.loads(told.read_text(encoding="utf-8"))
    bundled = str(installed / "bundled" / "libs")
    assert document["path"][0] == bundled
    files = {name: file for name, file in document["modules"].items() if file}
    assert files["hublint"].startswith(bundled)
    standard = tuple(entry for entry in document["path"][1:] if "-packages" not in entry)
    ours = (bundled, str(installed / "python"))
    return [
        f"{name}: {file}"
        for name, file in files.items()
        if not file.startswith((*ours, *standard)) or "-packages" in file
    ]


def test_at_least_the_python_of_the_tests_is_one_that_the_bundle_is_for() -> None:
    assert "{}.{}".format(*sys.version_info) in PYTHONS


def test_what_is_bundled_is_the_hublint_of_this_working_tree(installed: Path) -> None:
    libs = installed / "bundled" / "libs"
    for package, source in (("hublint", ROOT / "hublint"), ("hublint_rules", ROOT / "rules" / "hublint_rules")):
        ours = {path.relative_to(source): path.read_bytes() for path in source.rglob("*.py")}
        theirs = {path.relative_to(libs / package): path.read_bytes() for path in (libs / package).rglob("*.py")}
        assert theirs == ours
    described = json.loads((installed / "bundled" / "bundle.json").read_text(encoding="utf-8"))
    assert described["hublint"] == described["packages"]["hublint"] == hublint.__version__


def test_it_checks_a_file_with_nothing_from_elsewhere(
    python: Path, installed: Path, program: Path, tmp_path: Path
) -> None:
    told = tmp_path / "modules.json"
    command = launch(
        python, installed, told, "check", "--fix", "--unsafe-fixes", "--output-format", "json", str(program)
    )
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert [finding["code"] for finding in json.loads(done.stdout)] == ["HUB101"]
    assert foreign(told, installed) == []


def test_it_reads_what_only_ipython_understands_in_notebooks(python: Path, installed: Path, tmp_path: Path) -> None:
    source = ["!pip install tensorflow\n", "%matplotlib inline\n", *TEXT.splitlines(keepends=True)]
    cell: dict[str, Any] = {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": source,
    }
    notebook = tmp_path / "train.ipynb"
    document = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    notebook.write_text(json.dumps(document), encoding="utf-8")
    told = tmp_path / "modules.json"
    command = launch(python, installed, told, "check", "--output-format", "json", str(notebook))
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert [(finding["code"], finding["cell"]) for finding in json.loads(done.stdout)] == [("HUB101", 1)]
    assert foreign(told, installed) == []


def test_its_server_answers_and_reports_with_nothing_from_elsewhere(
    python: Path, installed: Path, program: Path, tmp_path: Path
) -> None:
    told = tmp_path / "modules.json"
    with Client(launch(python, installed, told, "server"), folder=tmp_path) as client:
        answer = client.initialize()
        assert answer["serverInfo"]["version"] == hublint.__version__
        document = client.open(program.as_uri(), TEXT)
        found = client.diagnostics(document, bool)
        assert [one["code"] for one in found] == ["HUB101"]
        assert client.shut_down() == 0
    assert foreign(told, installed) == []


def test_every_module_of_it_can_be_imported(python: Path, installed: Path, tmp_path: Path) -> None:
    libs = str(installed / "bundled" / "libs")
    done = subprocess.run(
        [python, *ISOLATED, "-c", EVERYTHING, libs], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    modules, reads_yaml = done.stdout.split()
    assert int(modules) > 300
    assert reads_yaml == "False"


def test_it_has_all_the_rules_and_finds_them_by_their_entry_point(installed: Path, tmp_path: Path) -> None:
    command = [sys.executable, *ISOLATED, str(installed / "python" / "launch.py"), "--bundled", "rule", "--all"]
    bundled = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    ours = subprocess.run(
        [sys.executable, "-m", "hublint", "rule", "--all"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert bundled == ours
    assert bundled.count("HUB") > 100


# What a Python may have installed that stands in the way: another hublint and other libraries, a package of the name
# that protobuf shares with many, and code that runs as Python starts.
IN_THE_WAY: Final = {
    "hublint/__init__.py": "raise SystemExit('the wrong hublint')",
    "libcst.py": "raise SystemExit('the wrong libcst')",
    "typing_extensions.py": "raise SystemExit('the wrong typing_extensions')",
    "google/__init__.py": "",
    "google/protobuf/__init__.py": "raise SystemExit('the wrong protobuf')",
    "sitecustomize.py": "raise SystemExit('started')",
    "at_start.pth": "import google.protobuf",
}


@pytest.fixture
def obstructed(tmp_path: Path) -> Path:
    """A Python in which much is installed that stands in the way."""
    folder = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    (packages,) = folder.glob("lib/python3.*/site-packages")
    for name, text in IN_THE_WAY.items():
        (packages / name).parent.mkdir(exist_ok=True)
        (packages / name).write_text(text, encoding="utf-8")
    return folder / "bin" / "python"


def test_what_is_installed_in_the_python_does_not_stand_in_the_way(
    obstructed: Path, installed: Path, program: Path, tmp_path: Path
) -> None:
    (packages,) = obstructed.parent.parent.glob("lib/python3.*/site-packages")
    told = tmp_path / "modules.json"
    done = subprocess.run(
        launch(obstructed, installed, told, "check", "--output-format", "json", str(program)),
        cwd=packages,
        env={**os.environ, "PYTHONPATH": str(packages)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert [finding["code"] for finding in json.loads(done.stdout)] == ["HUB101"], done.stderr
    assert foreign(told, installed) == []


def test_nor_in_the_way_of_what_its_server_starts(
    obstructed: Path, installed: Path, program: Path, tmp_path: Path
) -> None:
    launcher = installed / "python" / "launch.py"
    with Client([str(obstructed), *ISOLATED, str(launcher), "--bundled", "server"], folder=tmp_path) as client:
        client.initialize(rootUri=tmp_path.as_uri(), workspaceFolders=[{"uri": tmp_path.as_uri(), "name": "tmp"}])
        checked = client.request("workspace/executeCommand", {"command": "hublint.checkWorkspace"})
        assert (checked["findings"], checked["problems"]) == (1, [])
        arguments = {"uri": program.as_uri(), "quiet": True}
        verified = client.request("workspace/executeCommand", {"command": "hublint.verify", "arguments": [arguments]})
        # It has looked for a TensorFlow in this Python, and found none.
        assert "there is no TensorFlow to run the program with" in verified["error"]


@pytest.fixture
def read_only(installed: Path) -> Iterator[Path]:
    """The folder of the extension where nothing can be written, as an administrator may have installed it."""
    libs = installed / "bundled" / "libs"
    folders = [libs, *(path for path in libs.rglob("*") if path.is_dir())]
    for path in folders:
        path.chmod(0o555)
    yield installed
    for path in folders:
        path.chmod(0o755)


def test_it_runs_from_a_folder_that_cannot_be_written(read_only: Path, program: Path, tmp_path: Path) -> None:
    launcher = read_only / "python" / "launch.py"
    command = [sys.executable, *ISOLATED, str(launcher), "--bundled", "check", "--output-format", "json", str(program)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert [finding["code"] for finding in json.loads(done.stdout)] == ["HUB101"], done.stderr
