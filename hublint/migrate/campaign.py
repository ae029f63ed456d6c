"""A campaign: plan all, prove what is to be proven, write, each step so that it can be gone on with after a kill.

Nothing is written before everything is planned and proven. What a plan depends on besides the file itself (settings, a
project's requirements, what lies beside a program that is run) is then the same for a run that goes on as for the one
that was interrupted, and both end with the same files.
"""

from __future__ import annotations

import hashlib
import itertools
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

import hublint
from hublint.files import CHANGED, FileError, read_bytes, replace_bytes, states_requirements
from hublint.migrate import planning
from hublint.migrate.planning import Job, digest
from hublint.migrate.proof import exports_or_loads
from hublint.migrate.record import Proven
from hublint.migrate.state import Row
from hublint.target import TargetError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import TypeVar

    from hublint.migrate.planning import Planned
    from hublint.migrate.proof import Proof
    from hublint.migrate.record import Record, Repository
    from hublint.migrate.state import State
    from hublint.session import Overrides, Session

    T = TypeVar("T")

__all__ = ["WHY", "Campaign", "Found", "Listener", "Wish", "require_writable"]

_BATCH: Final = 100  # files that are noted at once


class Wish(NamedTuple):
    """What a campaign is to do.

    Attributes:
        overrides: what the command line says of rules and targets.
        only_safe: whether only fixes that are safe by themselves are wanted.
        verify: whether a rewrite is kept only where it was proven.
        verified_only: whether, where the whole rewrite was not proven, that of its safe fixes is kept.
        from_python2: whether Python 2 is brought to Python 3 first.
        writes: whether anything is to be written.
    """

    overrides: Overrides
    only_safe: bool = False
    verify: bool = False
    verified_only: bool = False
    from_python2: bool = False
    writes: bool = True

    @property
    def proves(self) -> bool:
        """Whether programs are run."""
        return self.verify or self.verified_only


class Listener:
    """Hears how far a campaign is; this one says nothing."""

    def begins(self, step: str, total: int) -> None:
        """A step begins: so many files are to be looked at in it."""

    def did(self, path: str) -> None:
        """A file is done in this step."""

    def proves(self, path: str) -> None:
        """A program is going to be run."""

    def ended(self, row: Row, *, now: bool) -> None:
        """All that is to be done with a file has been done, or would have been; `now`, or in an earlier run."""


class Found(NamedTuple):
    """The files of one repository or folder that are to be migrated.

    Attributes:
        root: its folder.
        repository: what is known of it.
        files: as messages name them.
    """

    root: Path
    repository: Repository
    files: Sequence[Path]

    def path(self, file: Path) -> str:
        """Return where a file lies, from the root, with slashes."""
        return os.path.relpath(file, self.root).replace(os.sep, "/")


WHY: Final = {
    "differ": "not verified, the rewrite does not do the same",
    "elsewhere": "not verified, the rewrite exports to another path than the program as it was",
    "random": "not verified, the program as it was disagrees with itself, so nothing can be held against it",
    "unable": "not verified, the program as it was does not run here, or nothing of what it exports can be called",
    "silent": "not verified, it exports nothing when run",
    "requirements": "it states requirements and is no program to verify",
}
_OTHERWISE: Final = "; without --verify it would be rewritten"


class Campaign:
    """One campaign.

    Args:
        state: what is known of it; everything that is done is noted there.
        wish: what it is to do.
        session: the rules and the settings.
        prove: runs a program as it is and as it would be.
        listener: hears how far it is.
    """

    def __init__(
        self,
        state: State,
        wish: Wish,
        session: Session,
        prove: Callable[[Path, bytes], Proof] | None = None,
        listener: Listener | None = None,
    ) -> None:
        self._state = state
        self._wish = wish
        self._session = session
        self._prove = prove
        self._listener = listener or Listener()

    # Planning.

    def plan(self, trees: Sequence[Found]) -> None:
        """Plan for all files of some trees, as far as that is not done yet."""
        wish = hashlib.blake2b(repr(self._wish).encode(errors="surrogateescape"), digest_size=20).hexdigest()
        same = self._state.fact("wish", str) == wish
        going_on = same and bool(self._state.fact("planned", bool)) and not self._state.fact("done", bool)
        if not going_on:
            self._state.note("planned", value=False)
        if not same:
            self._state.forget()
        self._state.note("wish", wish)
        self._state.note("done", value=False)
        self._listener.begins("planning", sum(len(tree.files) for tree in trees))
        for tree in trees:
            number = self._state.tree(tree.root.absolute(), tree.repository)
            self._state.keep_only(number, {tree.path(file) for file in tree.files})
            jobs = [job for job in map(self._job, tree.files) if not self._is_known(number, tree, job, going_on)]
            for planned in _batches(self._planned(jobs), _BATCH):
                with self._state.at_once():
                    for job, one in planned:
                        self._state.put(number, self._row(number, tree, job, one))
                        self._listener.did(str(job.path))
        self._state.note("planned", value=True)

    def _job(self, path: Path) -> Job:
        wish = self._wish
        return Job(path, wish.overrides, not wish.only_safe, wish.verified_only, wish.from_python2)

    def _is_known(self, tree: int, where: Found, job: Job, going_on: bool) -> bool:
        """Tell whether a file is planned already, and still is what it was or has become what it was to be."""
        row = self._state.get(tree, where.path(job.path))
        if row is None or not row.before:
            return False
        try:
            now = digest(read_bytes(job.path))
        except FileError:
            return False
        known = now in {row.before, row.after} and (going_on or row.decides == self._decides(job.path))
        if known:
            self._listener.did(str(job.path))
        return known

    def _decides(self, path: Path) -> str:
        """Return the digest of what a plan is made by besides the bytes of the file."""
        try:
            target = str(self._session.target(path)())
        except TargetError as error:
            target = str(error)
        text = repr((hublint.__version__, self._session.settings(path), target))
        return hashlib.blake2b(text.encode(errors="surrogateescape"), digest_size=20).hexdigest()

    def _planned(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Planned]]:
        for job in jobs:
            yield job, planning.plan(job, self._session)

    def _row(self, number: int, tree: Found, job: Job, planned: Planned) -> Row:
        path = tree.path(job.path)
        record = msgspec.structs.replace(planned.record, path=_printable(path))
        row = Row(
            path,
            os.fspath(job.path),
            self._decides(job.path),
            planned.before,
            planned.before if planned.after is None else digest(planned.after),
            record,
            planned.after,
            planned.safe,
            None if planned.safely is None else msgspec.structs.replace(planned.safely, path=record.path),
            planned.start,
        )
        old = self._state.get(number, path)
        if old is None or old.record.status != "written" or old.after != row.before or planned.after is not None:
            return row
        # It was written by an earlier run, and its report shall go on saying what it was.
        record = msgspec.structs.replace(old.record, after=record.after, remaining=record.remaining)
        return row._replace(before=old.before, record=record)

    def told(self) -> int:
        """Return how many files there is something to tell of."""
        records = (record for tree, _, _ in self._state.trees() for record in self._state.records(tree))
        return sum(bool(record.found or record.reason) for record in records)

    # Proving.

    def prove(self) -> None:
        """Run what is to be run, and settle what each file is to be."""
        if self._prove is None:
            return
        waiting = [
            (tree, row.path) for tree, _, _ in self._state.trees() for row in self._state.rows(tree) if _unsettled(row)
        ]
        self._listener.begins("proving", len(waiting))
        for tree, path in waiting:
            row = self._state.get(tree, path)
            if row is not None:
                self._listener.proves(row.shown)
                self._state.put(tree, self._settled(row))
                self._listener.did(row.shown)

    def _settled(self, row: Row) -> Row:
        """Return a file with what was proven of it, and with the bytes that it is therefore to have."""
        path, data = Path(row.shown), row.data
        if data is None or self._prove is None:
            return row
        try:
            if self._wish.writes:
                require_writable(path)
            before = read_bytes(path)
        except FileError as error:
            return _changed(row, status="failed", reason=str(error))
        if self._wish.verify:
            proven = _proven(self._prove(path, data))
            row = _changed(row, proof=proven)
            otherwise = _OTHERWISE if proven.verdict in {"silent", "requirements"} else ""
            return row if proven.verdict == "agree" else _left(row, WHY[proven.verdict] + otherwise)
        if data == row.safe:
            return row  # all of its fixes are safe by themselves
        if states_requirements(path) or not exports_or_loads(before, path):
            return _safely(row, "its other fixes need a reader's eye, and running it would prove nothing of them")
        proof = self._prove(path, data)
        row = _changed(row, proof=_proven(proof))
        if proof.verdict == "agree":
            return row
        if proof.disproved and row.safe is not None and self._prove(path, row.safe).verdict != "agree":
            return _left(row, WHY[proof.verdict])
        return _safely(row, WHY[proof.verdict])

    # Writing.

    def apply(self) -> None:
        """Write what is to be written, and tell of every file."""
        trees = self._state.trees()
        self._listener.begins("writing", sum(self._state.count(tree) for tree, _, _ in trees))
        for tree, _, _ in trees:
            for row in self._state.rows(tree):
                record, now = self._applied(row)
                if record != row.record:
                    self._state.change(tree, row.path, record)
                self._listener.did(row.shown)
                self._listener.ended(row._replace(record=record), now=now)
        if self._wish.writes:
            self._state.note("done", value=True)

    def _applied(self, row: Row) -> tuple[Record, bool]:
        """Write a file; return what is to be told of it then, and whether it was this run that did it."""
        record = row.record
        if row.data is None or record.status in {"left", "skipped"}:
            return record, record.status != "written"
        if not self._wish.writes:
            return record, True
        path = Path(row.shown)
        try:
            now = read_bytes(path)
            if digest(now) == row.after:
                return _written(record), record.status != "written"
            if digest(now) != row.before:
                raise FileError(path, CHANGED)  # noqa: TRY301 - one way to tell what keeps a file from being written
            replace_bytes(path, row.data, expected=now)
        except FileError as error:
            return msgspec.structs.replace(record, status="failed", reason=str(error)), True
        return _written(record), True


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


def _unsettled(row: Row) -> bool:
    """Tell whether it is still open what a file is to be."""
    record = row.record
    return record.status == "planned" and record.proof is None and not record.partly


def _changed(row: Row, **changes: Any) -> Row:
    """Return a file of which something else is told."""
    return row._replace(record=msgspec.structs.replace(row.record, **changes))


def _written(record: Record) -> Record:
    return msgspec.structs.replace(record, status="written", reason=record.reason if record.partly else "")


def _left(row: Row, reason: str) -> Row:
    """Return a file that is left as it is."""
    record = row.record
    return _changed(row, status="left", reason=reason, after=record.before)


def _safely(row: Row, reason: str) -> Row:
    """Return a file of which the safe fixes alone are kept."""
    if row.safe is None or row.safely is None:
        return _left(row, reason)
    record = msgspec.structs.replace(row.safely, status="planned", partly=True, proof=row.record.proof, reason=reason)
    return row._replace(record=record, data=row.safe, after=digest(row.safe))


def _proven(proof: Proof) -> Proven:
    devices = dict.fromkeys(device for runtime in proof.ran for device in runtime.devices)
    return Proven(
        proof.verdict,
        proof.reason,
        proof.text,
        tuple(map(str, proof.ran)),
        tuple(devices),
        proof.exports,
        proof.seconds,
    )


def _printable(path: str) -> str:
    """Return a path as text: what in it is no text is written as escapes."""
    return path.encode(errors="backslashreplace").decode()


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(itertools.islice(iterator, size)):
        yield batch
