from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from hublint import config, target

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from hublint.runtimes import Interpreter


class Machine:
    """A computer with nothing on it but what a test puts there."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.home = root / "home"
        self.project = root / "project"
        self.data = self.home / "data"
        self.path = root / "bin"
        for folder in (self.home, self.project / ".git", self.path):
            folder.mkdir(parents=True)

    @property
    def created(self) -> Path:
        return self.data / "hublint" / "runtimes"

    def python(self, path: Path, answer: str | None = None) -> Path:
        """Make an interpreter that runs nothing, or a script that answers with some lines of shell."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"\x7fELF") if answer is None else path.write_text(f"#!/bin/sh\n{answer}\n")
        path.chmod(0o755)
        return path

    def packages(self, site: Path, versions: Mapping[str, str]) -> None:
        """Install distributions, each with its metadata and the package that it brings."""
        for name, version in versions.items():
            distribution = name.replace("-", "_")
            package = {"tensorflow_cpu": "tensorflow", "tf_nightly": "tensorflow"}.get(distribution, distribution)
            (site / package).mkdir(parents=True, exist_ok=True)
            (site / package / "__init__.py").touch()
            metadata = site / f"{distribution}-{version}.dist-info" / "METADATA"
            metadata.parent.mkdir()
            metadata.write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n\nVersion: of the text\n")

    def environment(self, folder: Path, version: str = "3.11.7", **packages: str) -> Path:
        """Make a virtual environment."""
        python = self.python(folder / "bin" / "python")
        (folder / "pyvenv.cfg").write_text(f"home = /usr/bin\nversion = {version}\n")
        site = folder / "lib" / f"python{'.'.join(version.split('.')[:2])}" / "site-packages"
        site.mkdir(parents=True)
        self.packages(site, packages)
        return python

    def installation(self, folder: Path, version: str, **packages: str) -> Path:
        """Make a Python that is of no virtual environment."""
        release = ".".join(version.split(".")[:2])
        python = self.python(folder / "bin" / f"python{release}")
        (folder / "bin" / "python").symlink_to(python.name)
        site = folder / "lib" / f"python{release}" / "site-packages"
        site.mkdir(parents=True)
        self.packages(site, packages)
        return folder / "bin" / "python"


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine(tmp_path)
    for name in list(os.environ):
        if name.startswith(("CONDA", "MAMBA", "PYENV", "VIRTUAL_ENV", "PYTHONPATH")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(made.home))
    monkeypatch.setenv("XDG_DATA_HOME", str(made.data))
    monkeypatch.setenv("PATH", str(made.path))
    monkeypatch.setattr(sys, "executable", str(made.python(tmp_path / "own" / "python")))
    monkeypatch.chdir(made.project)
    config.clear_cache()
    target.clear_cache()
    return made


def row(one: Interpreter) -> tuple[str, str, str, str]:
    return one.name, one.origin, one.facts.version, one.facts.tensorflow or one.facts.problem
