from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from hublint import config, registry, target
from hublint.cli import main
from hublint.verify import Comparison, Export, Outcome, Problem, Program, Report, Runtime, SignatureReport
from tests.cli import pack

if TYPE_CHECKING:
    from collections.abc import Callable

    from hublint.verify.report import ProblemKind, Side


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


class Verifier:
    """Stands for `hublint.verify.verify`: notes what it was given, and answers what the test wants."""

    def __init__(self) -> None:
        self.problem: ProblemKind | None = None
        self.side: Side | None = None
        self.agrees_with_itself = True
        self.path = "out"
        self.seen: list[tuple[str, str]] = []
        self.interpreters: list[tuple[object, ...]] = []
        self.meanwhile: Callable[[Path, Path], None] = lambda _old, _new: None

    def __call__(self, target: Path, *, against: Path, **options: object) -> Report:
        assert options["timeout"]
        self.interpreters.append(tuple(options.get(name) for name in ("python", "old_python", "new_python")))
        self.seen.append((target.read_text(), against.read_text()))
        self.meanwhile(target, against)
        exports = [
            Export(self.path.format(folder=path.resolve().parent), "save", str(path), 3) for path in (target, against)
        ]
        old, new = (
            Program(path.name, Outcome("ended"), 1.0, (export,))
            for path, export in zip((target, against), exports, strict=True)
        )
        problems: tuple[Problem, ...] = ()
        if self.problem is not None and not (target == against and self.agrees_with_itself):
            problems = (Problem(self.problem, f"{against}: {self.problem}", self.side),)
            if self.problem == "exported-nothing":
                old, new = old._replace(exports=()), new._replace(exports=())
        signature = SignatureReport("serving_default", "(x) -> (y)", 5, 0.0, (), ())
        comparison = Comparison(exports[0], exports[1], (signature,), ())
        runtime = Runtime("python", "3.12", "2.21.0")
        return Report(runtime, old, new, problems, () if problems else (comparison,))


@pytest.fixture
def verifier(monkeypatch: pytest.MonkeyPatch) -> Verifier:
    made = Verifier()
    monkeypatch.setattr("hublint.verify.verify", made)
    monkeypatch.setattr("hublint.verify.runtime.find_interpreter", lambda python, _="": python or Path("python"))
    return made
