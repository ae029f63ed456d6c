"""Rewriting legacy programs: plan in memory, prove by running both, and only then replace the file."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from hublint import engine
from hublint.files import FileError, read_bytes, replace_bytes, states_requirements

if TYPE_CHECKING:
    from collections.abc import Callable

    from hublint.rule import Finding
    from hublint.session import Session
    from hublint.verify import Report


class Plan(NamedTuple):
    """What a migration would make of one file."""

    path: Path
    before: bytes
    after: bytes
    found: list[Finding]
    applied: list[Finding]
    remaining: list[Finding]
    parsed: bool = True

    @property
    def rewrites(self) -> bool:
        """Whether the file would change."""
        return self.after != self.before


Verdict = Literal["agree", "differ", "elsewhere", "random", "unable", "silent", "requirements"]


class Proof(NamedTuple):
    """What came of running a program as it was and as it would be.

    `verdict` is `agree`; `differ`; `elsewhere` where both export the same, but not to the same path; `random` where the
    program as it was disagrees with itself, and `unable` where it does not run or load here, so that nothing can be
    held against it; `silent` where it exports nothing when it is run, as a library's modules do; or `requirements`
    where the file states a project's requirements and is not run at all.
    """

    verdict: Verdict
    text: str


def plan(path: Path, session: Session) -> Plan:
    """Work out the rewrite of a file, with the fixes that need a reader's eye, in memory.

    Raises:
        FileError: if the file cannot be read.
        TargetError: if the project's target contradicts itself.
    """
    data = read_bytes(path)
    rules, target = session.registry(path), session.target(path)
    found = engine.check(data, rules, filename=str(path), path=path, target=target, fixes=False)
    if not found.findings or not found.parsed:
        return Plan(path, data, data, found.findings, [], found.findings, found.parsed)
    # With the reasons of what cannot be rewritten.
    found = engine.check(data, rules, filename=str(path), path=path, target=target, fixes=True)
    fixed = engine.fix(data, rules, filename=str(path), path=path, target=target, unsafe=True)
    return Plan(path, data, fixed.data, found.findings, fixed.applied, fixed.checked.findings)


def require_writable(path: Path) -> None:
    """Make sure that a file can be replaced, before minutes are spent on a proof.

    Raises:
        FileError: if it cannot.
    """
    real = Path(os.path.realpath(path))
    if not real.stat().st_mode & 0o222 or not os.access(real, os.W_OK):
        raise FileError(path, "is read-only; make it writable to have it changed")
    if not os.access(real.parent, os.W_OK):
        raise FileError(path, "cannot be replaced: its folder is read-only")


def prove(
    planned: Plan,
    *,
    python: Path | None = None,
    old_python: Path | None = None,
    timeout: float = 300.0,
    progress: Callable[[str], None] | None = None,
) -> Proof:
    """Run the program as it is and as it would be, each in a copy of its folder, and compare what they export.

    The rewritten program stands among links to what lies beside the original, which is not touched. With `old_python`,
    the program as it is runs in that interpreter.

    Raises:
        VerifyError: if there is no TensorFlow to run programs with.
    """
    if states_requirements(planned.path):
        return Proof("requirements", "")
    from hublint.verify import render, verify

    folder = Path(os.path.abspath(planned.path)).parent  # noqa: PTH100 - links stay: programs look beside themselves
    with tempfile.TemporaryDirectory(prefix="hublint-migrate-") as scratch:
        room = Path(scratch).resolve() / folder.name
        room.mkdir()
        rewritten = room / planned.path.name
        rewritten.write_bytes(planned.after)
        for beside in folder.iterdir():
            if beside.name != rewritten.name:
                (room / beside.name).symlink_to(beside)
        original = folder / planned.path.name
        report = verify(
            original, against=rewritten, python=python, old_python=old_python, timeout=timeout, progress=progress
        )
    # The scratch folder is gone, and means nothing to the reader. A program that exports beside itself, by a path from
    # the root, exports to the same place on both sides.
    shown: Report = report
    for place in (room, folder.resolve()):
        shown = _renamed(shown, f"{place}{os.sep}", _prefix(folder))
    verdict, text = _verdict(shown), render(shown)
    if verdict == "differ" and {problem.kind for problem in report.problems} <= _OF_VALUES:
        # Weights that are drawn anew in each run differ too: only a second run of the old program tells.
        again = verify(
            original,
            against=original,
            python=python,
            old_python=old_python,
            new_python=old_python,
            timeout=timeout,
            progress=progress,
        )
        if _OF_VALUES & {problem.kind for problem in again.problems}:
            verdict = "random"
            text += "\nA second run of old differs from its first."
    return Proof(verdict, text)


_OF_VALUES: Final = frozenset({"values", "variables", "random"})


def _renamed(value: Any, old: str, new: str) -> Any:
    """Return plain data in which one path is written as another one."""
    if isinstance(value, str):
        return value.replace(old, new)
    if isinstance(value, tuple):
        parts = [_renamed(part, old, new) for part in value]
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    return value


def _prefix(folder: Path) -> str:
    """Return how a verification writes a folder: as seen from the working directory, if it lies in it."""
    try:
        relative = folder.resolve().relative_to(Path.cwd())
    except ValueError:
        return os.path.join(folder, "")  # noqa: PTH118 - pathlib drops the slash
    return "" if relative == Path() else os.path.join(relative, "")  # noqa: PTH118 - as above


def _verdict(report: Report) -> Verdict:
    if report.agree:
        return "elsewhere" if report.other_paths else "agree"
    kinds = {problem.kind for problem in report.problems}
    if kinds == {"random"}:
        return "random"
    if kinds == {"exported-nothing"} and not report.old.models:
        return "silent"
    ended = {"raised", "exited", "crashed", "hung", "unreadable-export", "load-failed", "not-called"}
    if any(problem.side == "old" and problem.kind in ended for problem in report.problems):
        return "unable"
    return "differ"


def apply(planned: Plan) -> None:
    """Replace the file by its rewrite.

    Raises:
        FileError: if it cannot be replaced, or is no longer what the rewrite was made from; it is left as it is then.
    """
    replace_bytes(planned.path, planned.after, expected=planned.before)


__all__ = ["Plan", "Proof", "Verdict", "apply", "plan", "prove", "require_writable"]
