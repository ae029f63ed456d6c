from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from hublint import config, registry, target
from hublint.cli import main
from tests.cli import pack

if TYPE_CHECKING:
    from collections.abc import Callable


class Run(NamedTuple):
    status: int
    out: str
    err: str


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty working directory, the root of a project without settings."""
    project = tmp_path / "project"
    project.mkdir()
    (project / ".git").mkdir()
    monkeypatch.chdir(project)
    config.clear_cache()
    target.clear_cache()
    return project


@pytest.fixture
def hublint(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    """Return hublint's command line, with the rules of `tests.cli.pack`."""
    assert Path.cwd() == folder
    monkeypatch.setattr(registry, "load", pack.load)

    def run(*argv: str | Path) -> Run:
        config.clear_cache()
        capsys.readouterr()
        status = main([str(word) for word in argv])
        return Run(status, *capsys.readouterr())

    return run
