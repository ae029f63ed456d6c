"""Planning: what would be made of one file, in memory, as a function of its bytes, its path and its project alone."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from hublint import engine, notebooks
from hublint.checking import is_notebook, reason
from hublint.files import FileError, read_bytes, states_requirements
from hublint.migrate.record import Item, Record
from hublint.session import Overrides, Session

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from hublint.migrate.record import Kind
    from hublint.registry import Registry
    from hublint.rule import Finding

__all__ = ["Job", "Planned", "digest", "kind_of", "plan", "plan_in", "rewritten"]


class Job(NamedTuple):
    """One file to plan for, and how; plain data, so that another process can have it.

    Attributes:
        path: as messages name it.
        below: from the root of its tree, with slashes.
        unsafe: whether fixes that need a reader's eye are wanted.
        proving: whether those are to be kept only where they can be proven, so that it has to be known what the safe
            ones alone make of the file.
        from_python2: whether Python 2 is brought to Python 3 first.
    """

    path: Path
    below: str
    overrides: Overrides
    unsafe: bool = True
    proving: bool = False
    from_python2: bool = False


class Planned(NamedTuple):
    """What is planned for a file.

    Attributes:
        record: what is known of it; its path is not filled in.
        before: the digest of its bytes; empty where it cannot be read.
        after: what it would be; None where it would stay as it is.
        safe: what its safe fixes alone would make of it, where that was asked for; None where it would stay as it is.
        start: what the fixes begin with, where that is not the file itself: Python 2 brought to Python 3.
        safely: the record for `safe`.
    """

    record: Record
    before: str = ""
    after: bytes | None = None
    safe: bytes | None = None
    start: bytes | None = None
    safely: Record | None = None


def digest(data: bytes) -> str:
    """Return what tells the bytes of a file from all others."""
    return hashlib.blake2b(data, digest_size=20).hexdigest()


def kind_of(path: Path) -> Kind:
    """Tell, by its name, what a file is."""
    if is_notebook(path):
        return "notebook"
    return "requirements" if states_requirements(path) else "python"


# The session of this process, which is asked for thousands of files.
_sessions: Final[dict[Overrides, Session]] = {}


def plan_in(job: Job) -> Planned:
    """Plan for a file in whatever process this is."""
    session = _sessions.get(job.overrides)
    if session is None:
        _sessions.clear()
        session = _sessions[job.overrides] = Session(job.overrides)
    return plan(job, session)


def plan(job: Job, session: Session) -> Planned:
    """Work out the rewrite of a file, in memory; whatever goes wrong is told by its record."""
    kind = kind_of(job.path)
    try:
        data = read_bytes(job.path)
    except FileError as error:
        return Planned(Record("", kind, "failed", reason=str(error)))
    try:
        return _planned(job, data, kind, session)
    except Exception as error:  # noqa: BLE001 - one file that finds a defect must not keep the others from being migrated
        record = Record("", kind, "failed", lines=_lines(data), reason=reason(str(job.path), error))
        return Planned(record, digest(data))


class _Fixed(NamedTuple):
    """A file, fixed: its new bytes, and what was found, applied and left."""

    data: bytes
    found: list[Finding]
    applied: list[Finding]
    remaining: list[Finding]
    parsed: bool = True


def _planned(job: Job, data: bytes, kind: Kind, session: Session) -> Planned:
    fixed = rewritten(data, job.path, session, unsafe=job.unsafe)
    rules = session.registry(job.path)
    if not fixed.parsed:
        return _unparsed(job, data, kind, session, fixed.found)
    record = _record(fixed, data, job.path, kind, rules)
    planned = Planned(record, digest(data), fixed.data if fixed.data != data else None)
    if not (job.proving and job.unsafe and planned.after is not None):
        return planned
    safe = rewritten(data, job.path, session, unsafe=False)
    return planned._replace(
        safe=safe.data if safe.data != data else None, safely=_record(safe, data, job.path, kind, rules)
    )


def _unparsed(job: Job, data: bytes, kind: Kind, session: Session, found: list[Finding]) -> Planned:
    """Tell why a file cannot be parsed; what the settings ignore is left alone without a word."""
    rules = session.registry(job.path)
    ignored = session.ignores(job.path, engine.CANNOT_PARSE)
    items = () if ignored else _items(found, rules)
    record = Record(
        "",
        kind,
        "unchanged" if ignored else "failed",
        lines=_lines(data),
        before="unparseable",
        after="unparseable",
        found=items,
        remaining=items,
        reason="" if ignored else "; ".join(f"{one.filename}:{one.location.row}: {one.message}" for one in found),
    )
    return Planned(record, digest(data))


def rewritten(data: bytes, path: Path, session: Session, *, unsafe: bool) -> _Fixed:
    """Return what the fixes of a file would make of it.

    Raises:
        FileError: if it is a notebook that cannot be read.
        TargetError: if the project's target contradicts itself.
    """
    if is_notebook(path):
        return _rewritten_notebook(data, path, session, unsafe=unsafe)
    rules, target = session.registry(path), session.target(path)
    found = engine.check(data, rules, filename=str(path), path=path, target=target, fixes=False)
    if not found.findings or not found.parsed:
        return _Fixed(data, found.findings, [], found.findings, found.parsed)
    # With the reasons of what cannot be rewritten.
    found = engine.check(data, rules, filename=str(path), path=path, target=target, fixes=True)
    fixed = engine.fix(data, rules, filename=str(path), path=path, target=target, unsafe=unsafe)
    return _Fixed(fixed.data, found.findings, fixed.applied, fixed.checked.findings)


def _rewritten_notebook(data: bytes, path: Path, session: Session, *, unsafe: bool) -> _Fixed:
    """Work out the rewrite of a notebook's cells; those that cannot be read stay as they are, and are told of."""
    opened = notebooks.opened(data, path, session.registry(path))
    if opened is None:
        return _Fixed(data, [], [], [])
    file, notebook = opened
    rules = notebooks.Rules(session.registry, session.target)
    found = notebooks.check(notebook, rules, filename=str(path), path=path)
    fixed = notebooks.fix(notebook, rules, filename=str(path), path=path, unsafe=unsafe)
    return _Fixed(file.with_cells(fixed.cells), found.findings, fixed.applied, fixed.checked.findings)


def _record(fixed: _Fixed, data: bytes, path: Path, kind: Kind, rules: Registry) -> Record:
    changes = fixed.data != data
    applied = Counter(finding.code for finding in fixed.applied)
    fixes = [finding.fix for finding in fixed.applied]
    return Record(
        "",
        kind,
        "planned" if changes else "unchanged",
        lines=_lines(data),
        found=_items(fixed.found, rules),
        applied=dict(sorted(applied.items())),
        remaining=_items(fixed.remaining, rules),
        rewrites=tuple(dict.fromkeys(fix.message for fix in fixes if fix is not None)),
        diff="".join(_diff(data, fixed.data, path)) if changes else "",
    )


def _diff(before: bytes, after: bytes, path: Path) -> Iterable[str]:
    from hublint.output import diff

    return (diff.of_notebook if is_notebook(path) else diff.render)(before, after, os.fspath(path))


def _items(findings: Iterable[Finding], rules: Registry) -> tuple[Item, ...]:
    return tuple(
        Item(
            finding.code,
            finding.message,
            finding.location.row,
            finding.location.column,
            rules.severity(finding.code),
            "manual" if finding.fix is None else finding.fix.applicability,
            finding.cell,
            finding.note,
            finding.skeleton,
        )
        for finding in findings
    )


def _lines(data: bytes) -> int:
    return data.count(b"\n") + (not data.endswith(b"\n") and bool(data))
