"""Planning: what would be made of one file, in memory, as a function of its bytes, its path and its project alone."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from hublint import cache, engine, notebooks
from hublint.checking import is_notebook, reason
from hublint.engine import CANNOT_PARSE
from hublint.files import FileError, read_bytes, states_requirements
from hublint.migrate import python2
from hublint.migrate.pins import imports_of
from hublint.migrate.record import Item, Record
from hublint.migrate.standing import lacking, of_rewrite, standing
from hublint.session import Overrides, Session, forget_files
from hublint.source.source import Source
from hublint.target import dotted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from hublint.migrate.record import Kind, Standing
    from hublint.registry import Registry
    from hublint.rule import Finding, Target

__all__ = ["Job", "Planned", "Planning", "diff_of", "digest", "judged", "kind_of", "plan"]


class Job(NamedTuple):
    """One file to plan for, and how; plain data, so that another process can have it.

    Attributes:
        path: where it is read; absolute, since another process may have another working directory.
        shown: how messages name it.
        tree: the number of its tree.
        below: where it lies, from the root of that, with slashes.
        unsafe: whether fixes that need a reader's eye are wanted.
        proving: whether those are to be kept only where they can be proven, so that it has to be known what the safe
            ones alone make of the file.
        from_python2: whether Python 2 is brought to Python 3 first.
    """

    path: Path
    shown: Path
    tree: int
    below: str
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
    return cache.digest(data).hex()


def kind_of(path: Path) -> Kind:
    """Tell, by its name, what a file is."""
    if is_notebook(path):
        return "notebook"
    return "requirements" if states_requirements(path) else "python"


class Planning:
    """Plans for one file after the other, in this process or, with a session of its own, in another one."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __call__(self, job: Job) -> Planned:
        """Plan for a file."""
        return plan(job, self._session)

    def __reduce__(self) -> tuple[Callable[[Overrides], Planning], tuple[Overrides]]:
        """Let a process that is not forked from this one make a session of its own."""
        return _planning, (self._session.overrides,)


def _planning(overrides: Overrides) -> Planning:
    # A worker that has planned for an earlier campaign knows what settings and requirements were then.
    forget_files()
    return Planning(Session(overrides))


def plan(job: Job, session: Session) -> Planned:
    """Work out the rewrite of a file, in memory; whatever goes wrong is told by its record."""
    kind = kind_of(job.path)
    try:
        data = read_bytes(job.path)
    except FileError as error:
        return Planned(Record("", kind, "failed", reason=f"{job.shown}: {error.reason}"))
    try:
        return _planned(job, data, kind, session)
    except Exception as error:  # noqa: BLE001 - one file that finds a defect must not keep the others from being migrated
        record = Record("", kind, "failed", lines=_lines(data), reason=reason(str(job.shown), error))
        return Planned(record, digest(data))


class _Fixed(NamedTuple):
    """A file, fixed: its new bytes, and what was found, applied and left."""

    data: bytes
    found: list[Finding]
    applied: list[Finding]
    remaining: list[Finding]
    parsed: bool = True


def _planned(job: Job, data: bytes, kind: Kind, session: Session) -> Planned:
    file = _File(job.path, job.shown, data, kind, session)
    fixed = file.rewritten(data, unsafe=job.unsafe)
    if fixed.parsed and not (kind == "notebook" and _is_python2(file, fixed.found)):
        return _told(job, file, data, fixed)
    if not _is_python2(file, fixed.found):
        return _unparsed(file, fixed.found)
    if not job.from_python2:
        found = [one._replace(message=f"{one.message}; {_FIRST}") for one in fixed.found if one.code == CANNOT_PARSE]
        return _unparsed(file, found)
    return _from_python2(job, file)


_FIRST: Final = "--from-python2 brings it to Python 3 first"


def _is_python2(file: _File, found: Iterable[Finding]) -> bool:
    """Tell whether a file, or a cell of a notebook, that cannot be parsed is Python 2."""
    if not any(finding.code == CANNOT_PARSE for finding in found):
        return False
    return (python2.recognised_notebook if file.kind == "notebook" else python2.recognised)(file.data) is not None


def _from_python2(job: Job, file: _File) -> Planned:
    """Bring a file to Python 3, and plan for what it is then."""
    try:
        if file.kind == "notebook":
            start, notes = python2.notebook_conversion(file.data, file.shown)
        else:
            start, notes = python2.conversion(file.data, str(file.shown))
    except python2.Python2Error as error:
        record = Record(
            "", file.kind, "failed", _lines(file.data), before="unparseable", after="unparseable", reason=str(error)
        )
        return Planned(record, digest(file.data))
    planned = _told(job, file, start, file.rewritten(start, unsafe=job.unsafe))
    told = planned.record
    record = msgspec.structs.replace(
        told,
        status="planned",
        before="unparseable",
        from_python2=True,
        rewrites=("Bring Python 2 to Python 3", *told.rewrites),
        notes=(*(f"{_place(note)}: {note.text}" for note in notes), *told.notes),
        diff="".join(diff_of(file.data, start, file.shown)) + told.diff,
    )
    return planned._replace(record=record, after=planned.after or start, start=start)


def _place(note: python2.Note) -> str:
    return f"line {note.line}" if note.cell is None else f"cell {note.cell}, line {note.line}"


def _told(job: Job, file: _File, start: bytes, fixed: _Fixed) -> Planned:
    """Tell what a file would be, whose fixes begin with `start`."""
    planned = Planned(_record(file, start, fixed), digest(file.data), fixed.data if fixed.data != file.data else None)
    if not (job.proving and job.unsafe and planned.after is not None):
        return planned
    safe = file.rewritten(start, unsafe=False)
    return planned._replace(safe=safe.data if safe.data != file.data else None, safely=_record(file, start, safe))


def judged(path: Path, shown: Path, data: bytes, session: Session) -> tuple[tuple[Item, ...], Standing]:
    """Return what is found in a file with these bytes, and how far it is then."""
    file = _File(path, shown, data, kind_of(path), session)
    where = _Where(file.rules, str(shown), path, session.target(path))
    findings = engine.check(data, **where._asdict(), fixes=True).findings
    return _items(findings, file.rules), file.standing(data, findings)


class _Where(NamedTuple):
    """By what a file is judged, as the engine takes it."""

    registry: Registry
    filename: str
    path: Path
    target: Callable[[], Target]


class _File(NamedTuple):
    """A file that is planned for."""

    path: Path
    shown: Path
    data: bytes
    kind: Kind
    session: Session

    @property
    def rules(self) -> Registry:
        """The rules that are active in it."""
        return self.session.registry(self.path)

    def rewritten(self, data: bytes, *, unsafe: bool) -> _Fixed:
        """Return what its fixes make of these bytes.

        Raises:
            FileError: if it is a notebook that cannot be read.
            TargetError: if the project's target contradicts itself.
        """
        if self.kind == "notebook":
            return self._rewritten_notebook(data, unsafe=unsafe)
        where = _Where(self.rules, str(self.shown), self.path, self.session.target(self.path))
        found = engine.check(data, **where._asdict(), fixes=False)
        if not found.findings or not found.parsed:
            return _Fixed(data, found.findings, [], found.findings, found.parsed)
        fixed = engine.fix(data, **where._asdict(), unsafe=unsafe)
        # With the reasons of what cannot be rewritten.
        return _Fixed(fixed.data, fixed.found.findings, fixed.applied, fixed.checked.findings)

    def _rewritten_notebook(self, data: bytes, *, unsafe: bool) -> _Fixed:
        """Work out the rewrite of a notebook's cells; those that cannot be read stay as they are, and are told of."""
        opened = notebooks.opened(data, self.path, self.rules)
        if opened is None:
            return _Fixed(data, [], [], [])
        file, notebook = opened
        rules = notebooks.Rules(self.session.registry, self.session.target)
        found = notebooks.check(notebook, rules, filename=str(self.shown), path=self.path)
        fixed = notebooks.fix(notebook, rules, filename=str(self.shown), path=self.path, unsafe=unsafe)
        return _Fixed(file.with_cells(fixed.cells), found.findings, fixed.applied, fixed.checked.findings)

    def lacking(self, data: bytes) -> Iterator[str]:
        """Tell, of a program that is broken and of which no rule says why, which names the target does not have."""
        target = self.session.target(self.path)()
        for line, name in lacking(Source(data, self.path), target):
            yield f"line {line}: TensorFlow {dotted(target.tensorflow)} has no `{name}`"

    def standing(self, data: bytes, findings: Sequence[Finding]) -> Standing:
        """Tell how far it would be with these bytes, in which that is found."""
        severities = {finding.code: self.rules.severity(finding.code) for finding in findings}
        return standing(data, self.path, findings, severities, self.session.target(self.path))


def _unparsed(file: _File, found: Sequence[Finding]) -> Planned:
    """Tell why a file cannot be parsed; what the settings ignore is left alone without a word."""
    ignored = file.session.ignores(file.path, CANNOT_PARSE)
    items = () if ignored else _items(found, file.rules)
    record = Record(
        "",
        file.kind,
        "unchanged" if ignored else "failed",
        lines=_lines(file.data),
        before="unparseable",
        after="unparseable",
        found=items,
        remaining=items,
        reason="" if ignored else "; ".join(f"{one.filename}:{one.location.row}: {one.message}" for one in found),
    )
    return Planned(record, digest(file.data))


def _record(file: _File, start: bytes, fixed: _Fixed) -> Record:
    changes = fixed.data != start
    applied = Counter(finding.code for finding in fixed.applied)
    fixes = [finding.fix for finding in fixed.applied]
    before = file.standing(start, fixed.found)
    after = of_rewrite(before, file.standing(fixed.data, fixed.remaining)) if changes else before
    remaining = _items(fixed.remaining, file.rules)
    is_unexplained = after == "broken" and file.kind == "python" and all(item.severity != "error" for item in remaining)
    return Record(
        "",
        file.kind,
        "planned" if changes else "unchanged",
        lines=_lines(start),
        before=before,
        after=after,
        found=_items(fixed.found, file.rules),
        applied=dict(sorted(applied.items())),
        remaining=remaining,
        rewrites=tuple(dict.fromkeys(fix.message for fix in fixes if fix is not None)),
        diff="".join(diff_of(start, fixed.data, file.shown)) if changes else "",
        notes=tuple(file.lacking(fixed.data)) if is_unexplained else (),
        imports=_imports(fixed.data) if file.kind == "python" else (),
    )


def _imports(data: bytes) -> tuple[str, ...]:
    """Return the packages that a program imports, where it may have to do with TensorFlow."""
    if not any(word in data for word in (b"tensorflow", b"keras", b"tf_", b"tensorboard")):
        return ()
    names = imports_of(data)
    return tuple(sorted({name.partition(".")[0] for name in names} | (names & {"tensorflow.summary"})))


def diff_of(before: bytes, after: bytes, path: Path) -> Iterable[str]:
    """Return the lines of a rewrite's diff."""
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
