"""Rewriting legacy programs: plan in memory, prove by running both, and only then replace the file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from hublint import engine, notebooks
from hublint.checking import is_notebook
from hublint.files import FileError, read_bytes, replace_bytes
from hublint.migrate.proof import Proof, Verdict, exports, exports_or_loads, prove

if TYPE_CHECKING:
    from hublint.rule import Finding
    from hublint.session import Session


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


def plan(path: Path, session: Session) -> Plan:
    """Work out the rewrite of a file, with the fixes that need a reader's eye, in memory.

    Raises:
        FileError: if the file cannot be read, or is a notebook that cannot.
        TargetError: if the project's target contradicts itself.
    """
    data = read_bytes(path)
    if is_notebook(path):
        return _plan_notebook(path, data, session)
    rules, target = session.registry(path), session.target(path)
    found = engine.check(data, rules, filename=str(path), path=path, target=target, fixes=False)
    if not found.findings or not found.parsed:
        return Plan(path, data, data, found.findings, [], found.findings, found.parsed)
    # With the reasons of what cannot be rewritten.
    found = engine.check(data, rules, filename=str(path), path=path, target=target, fixes=True)
    fixed = engine.fix(data, rules, filename=str(path), path=path, target=target, unsafe=True)
    return Plan(path, data, fixed.data, found.findings, fixed.applied, fixed.checked.findings)


def _plan_notebook(path: Path, data: bytes, session: Session) -> Plan:
    """Work out the rewrite of a notebook's cells; those that cannot be read stay as they are, and are told of."""
    opened = notebooks.opened(data, path, session.registry(path))
    if opened is None:
        return Plan(path, data, data, [], [], [])
    file, notebook = opened
    rules = notebooks.Rules(session.registry, session.target)
    found = notebooks.check(notebook, rules, filename=str(path), path=path)
    fixed = notebooks.fix(notebook, rules, filename=str(path), path=path, unsafe=True)
    remaining = fixed.checked.findings
    return Plan(path, data, file.with_cells(fixed.cells), found.findings, fixed.applied, remaining)


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


def apply(planned: Plan) -> None:
    """Replace the file by its rewrite.

    Raises:
        FileError: if it cannot be replaced, or is no longer what the rewrite was made from; it is left as it is then.
    """
    replace_bytes(planned.path, planned.after, expected=planned.before)


__all__ = ["Plan", "Proof", "Verdict", "apply", "exports", "exports_or_loads", "plan", "prove", "require_writable"]
