"""HUB351 and HUB352 in each file that states requirements, and an installer's own word on what they say."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from hublint import engine, registry
from hublint.requirements import Manifest
from hublint.rule import Target

if TYPE_CHECKING:
    from pathlib import Path

BOTH = registry.load().select(["HUB35"], ())

FILES = {
    "pyproject.toml": (
        """\
[project]
name = "x"
description = "uses tensorflow-hub"
dependencies = [
    "tensorflow==2.15.1",  # the last with Keras 2
    "tensorflow-hub"
]

[project.optional-dependencies]
more = ["tensorflow-hub==0.16.1", "other"]
""",
        """\
[project]
name = "x"
description = "uses tensorflow-hub"
dependencies = [
    "tensorflow==2.15.1",  # the last with Keras 2
    "tensorflow-hub",
    "setuptools<82"
]

[project.optional-dependencies]
more = ["tensorflow-hub==0.16.1", "setuptools<82", "other"]
""",
    ),
    "setup.py": (
        """\
from setuptools import setup

setup(
    name="x",
    install_requires=[
        'tensorflow-hub>=0.13',
        'tensorflow>=2',
    ],
)
""",
        """\
from setuptools import setup

setup(
    name="x",
    install_requires=[
        'tensorflow-hub>=0.13',
        'setuptools<82',
        'tensorflow>=2',
    ],
)
""",
    ),
    "setup.cfg": (
        "[options]\r\ninstall_requires =\r\n    tensorflow\r\n    tensorflow-hub\r\n",
        "[options]\r\ninstall_requires =\r\n    tensorflow\r\n    tensorflow-hub\r\n    setuptools<82\r\n",
    ),
    "environment.yml": (
        """\
name: x
dependencies:
  - python=3.10
  - tensorflow-hub
  - pip
  - pip:
    - tensorflow-hub==0.16.1
""",
        """\
name: x
dependencies:
  - python=3.10
  - tensorflow-hub
  - pip
  - pip:
    - tensorflow-hub==0.16.1
    - setuptools<82
""",
    ),
    "requirements/base.txt": ("tensorflow-hub", "tensorflow-hub\nsetuptools<82"),
    "requirements-dev.txt": ("\ufefftensorflow-hub\n", "\ufefftensorflow-hub\nsetuptools<82\n"),
}

IMPOSSIBLE_PYTHONS = {
    "pyproject.toml": '[project]\nrequires-python = ">=3.12"\ndependencies = ["tensorflow==2.15.1"]\n',
    "setup.cfg": "[options]\npython_requires = >=3.8\ninstall_requires =\n    tensorflow<2\n",
    "setup.py": "import setuptools\nsetuptools.setup(python_requires='>=3.8', install_requires=['tensorflow<2'])\n",
    "environment.yml": "dependencies:\n  - python=3.12\n  - pip:\n    - tensorflow==2.15.1\n",
}

# What HUB352 says cannot be installed, with what can: an installer is asked about each, on this Python.
COMPANIONS = [
    ("tensorflow==2.21.0\nkeras==2.15.0\n", "tensorflow==2.21.0\nkeras>=3.12\n"),
    ("tensorflow==2.15.1\nnumpy>=2\n", "tensorflow==2.15.1\nnumpy<2\n"),
    ("tensorflow==2.17.1\ntf-keras==2.16.0\n", "tensorflow==2.17.1\ntf-keras==2.17.0\n"),
]


def fixed(text: str, path: Path) -> str:
    return engine.fix(text.encode(), BOTH, path=path, target=Target.newest, unsafe=True).data.decode()


def codes(text: str, path: Path) -> list[str]:
    return [finding.code for finding in engine.check(text.encode(), BOTH, path=path, target=Target.newest).findings]


class TestEachFile:
    @pytest.mark.parametrize("name", FILES)
    def test_the_bound_is_written_as_its_neighbours_are(self, name: str, tmp_path: Path) -> None:
        before, after = FILES[name]
        path = tmp_path / name
        assert set(codes(before, path)) == {"HUB351"}
        assert fixed(before, path) == after
        assert codes(after, path) == []

    @pytest.mark.parametrize("name", FILES)
    def test_a_finding_stands_where_the_requirement_is_written(self, name: str) -> None:
        text = FILES[name][0].encode()
        for entry in Manifest(name.rpartition("/")[2], text).entries:
            assert text[entry.start : entry.end].decode() == entry.written
            assert entry.written.lower().startswith((entry.name, "tensorflow", "pip", "python", "other"))

    @pytest.mark.parametrize("name", IMPOSSIBLE_PYTHONS)
    def test_a_tensorflow_without_a_wheel_for_the_projects_python_is_reported(self, name: str, tmp_path: Path) -> None:
        assert codes(IMPOSSIBLE_PYTHONS[name], tmp_path / name) == ["HUB352"]

    def test_a_file_in_another_encoding_is_left_to_its_owner(self, tmp_path: Path) -> None:
        data = "tensorflow-hub  # größer".encode("latin-1")
        path = tmp_path / "requirements.txt"
        assert engine.check(data, BOTH, path=path, target=Target.newest).findings == []

    def test_what_is_no_toml_has_no_requirements(self, tmp_path: Path) -> None:
        assert codes('dependencies = ["tensorflow-hub"', tmp_path / "pyproject.toml") == []


@pytest.mark.tensorflow
class TestInstallers:
    """What pip, or uv where the machine has it, says of what is reported; nothing is installed."""

    @pytest.mark.parametrize(("bad", "good"), COMPANIONS)
    def test_what_is_reported_cannot_be_resolved_and_the_rest_can(self, bad: str, good: str, tmp_path: Path) -> None:
        assert codes(bad, tmp_path / "requirements.txt") == ["HUB352"]
        assert codes(good, tmp_path / "requirements.txt") == []
        status, output = resolved(bad, tmp_path)
        assert status != 0
        assert "ResolutionImpossible" in output or "No solution found when resolving dependencies" in output, output
        status, output = resolved(good, tmp_path)
        assert status == 0, output

    def test_no_wheel_fits_the_python(self, tmp_path: Path) -> None:
        status, output = resolved("tensorflow==1.15.5\n", tmp_path)
        assert status != 0
        assert "No matching distribution found for tensorflow==1.15.5" in output or "no wheels with a" in output, output


def resolved(requirements: str, folder: Path) -> tuple[int, str]:
    """Return what an installer says of requirements for a fresh environment of this Python."""
    path = folder / "requirements.txt"
    path.write_text(requirements, encoding="utf-8")
    uv = shutil.which("uv")
    if uv is not None:
        command = [uv, "pip", "compile", "--python", sys.executable, str(path)]
    else:
        flags = ("--dry-run", "--ignore-installed", "--only-binary=:all:")
        command = [sys.executable, "-m", "pip", "install", *flags, "-r", str(path)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    return ran.returncode, ran.stdout + ran.stderr
