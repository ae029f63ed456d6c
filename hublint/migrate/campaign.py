"""A campaign: plan all, prove what is to be proven, write, each step so that it can be gone on with after a kill.

Nothing is written before everything is planned and proven. What a plan depends on besides the file itself (settings, a
project's requirements, what lies beside a program that is run) is then the same for a run that goes on as for the one
that was interrupted, and both end with the same files.
"""

from __future__ import annotations

import itertools
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

import msgspec

import hublint
from hublint.executors import Lost, here
from hublint.files import CHANGED, FileError, read_bytes, states_requirements
from hublint.migrate import git
from hublint.migrate.families import stages
from hublint.migrate.places import Rewritten
from hublint.migrate.planning import Job, Planned, Planning, digest, kind_of
from hublint.migrate.proof import exports_or_loads
from hublint.migrate.record import Proven, Record
from hublint.migrate.requiring import beside, required
from hublint.migrate.state import Row
from hublint.session import UsageError
from hublint.target import TargetError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import TypeVar

    from hublint.executors import Workers
    from hublint.migrate.families import Stage
    from hublint.migrate.gathering import Found
    from hublint.migrate.places import Place
    from hublint.migrate.proof import Proof
    from hublint.migrate.record import Repository
    from hublint.migrate.state import State
    from hublint.session import Overrides, Session

    T = TypeVar("T")

__all__ = ["WHY", "Campaign", "Listener", "Wish"]

_BATCH: Final = 100  # files that are noted at once
_LOOKED_AT: Final = 100  # files that workers have to see as they are here, besides one of each tree


class Wish(NamedTuple):
    """What a campaign is to do.

    Attributes:
        overrides: what the command line says of rules and targets.
        only_safe: whether only fixes that are safe by themselves are wanted.
        verify: whether a rewrite is kept only where it was proven.
        verified_only: whether, where the whole rewrite was not proven, that of its safe fixes is kept.
        from_python2: whether Python 2 is brought to Python 3 first.
        requirements: whether what projects require is changed for the rewritten code.
        stages: whether a rewrite is written in steps, one for each family of rules.
        place: where rewrites go, as text: a campaign that goes on has to write to the same place.
    """

    overrides: Overrides
    only_safe: bool = False
    verify: bool = False
    verified_only: bool = False
    from_python2: bool = False
    requirements: bool = False
    stages: bool = False
    place: str = ""

    @property
    def proves(self) -> bool:
        """Whether programs are run."""
        return self.verify or self.verified_only


class Prove(Protocol):
    """Runs a program as it is and as it would be."""

    def __call__(self, path: Path, after: bytes) -> Proof:
        """Return what comes of it; the path is the program's, and `after` what it would be."""

    def require_same(self, workers: Workers) -> None:
        """Make sure that programs are run by workers as they would be here."""


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

    def kept(self, row: Row) -> None:
        """A file stays as it is, since nothing in its repository can be written."""


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
        place: where rewrites go; None if nothing is to be written.
        planners: gives what plans are made by, for the jobs that there are.
        prove: runs a program as it is and as it would be.
        provers: gives what programs are run by.
        listener: hears how far it is.

    Attributes:
        problems: why trees were not written, one sentence each.
    """

    def __init__(
        self,
        state: State,
        wish: Wish,
        session: Session,
        *,
        place: Place | None = None,
        planners: Callable[[Sequence[Job]], Workers] = lambda _: here(1),
        prove: Prove | None = None,
        provers: Callable[[], Workers] = lambda: here(1),
        listener: Listener | None = None,
    ) -> None:
        self.problems: list[str] = []
        self._state = state
        self._wish = wish
        self._session = session
        self._place = place
        self._planners = planners
        self._prove = prove
        self._provers = provers
        self._listener = listener or Listener()
        self._trees: dict[int, Found] = {}
        self._refused: set[int] = set()
        self._undecided: dict[int, tuple[str, ...]] = {}
        self._resumed = False

    # Planning.

    def plan(self, found: Sequence[Found]) -> None:
        """Plan for all files of some trees, as far as that is not done yet."""
        wish = digest(repr(self._wish).encode(errors="surrogateescape"))
        same = self._state.fact("wish", str) == wish
        unfinished = same and not self._state.fact("done", bool)
        going_on = unfinished and bool(self._state.fact("planned", bool))
        self._resumed = same and bool(self._state.fact("writing", bool))
        if not same:
            self._state.forget()
            self._state.note("writing", value=False)
        if not going_on:
            for fact in ("planned", "done"):
                self._state.note(fact, value=False)
        self._state.note("wish", wish)
        self._listener.begins("planning", sum(len(one.files) for one in found))
        known = {root: repository for _, root, repository in self._state.trees()}
        jobs: list[Job] = []
        for one in found:
            earlier = known.get(one.home.absolute())
            tree = self._state.tree(one.home, self._described(one, None))
            if earlier is not None:
                self._undecided[tree] = earlier.requirements
            self._trees[tree] = one
            paths = [one.path(file) for file in one.files]
            self._state.keep_only(tree, {*paths, *beside(one, set(paths))})
            jobs += (self._job(tree, path) for path in paths if not self._is_known(tree, path, going_on))
        for planned in _batches(self._planned(jobs), _BATCH):
            with self._state.at_once():
                for job, result in planned:
                    self._state.put(job.tree, self._row(job, result))
                    self._listener.did(os.fspath(job.shown))
        if not going_on and self._wish.requirements:
            for tree, one in self._trees.items():
                self._require(tree, one)
        self._state.note("planned", value=True)

    def _require(self, tree: int, found: Found) -> None:
        """Add to the plans what the requirements have to say for the rewritten code."""
        imported: set[str] = set()
        manifests: list[Row] = []
        for row in self._state.rows(tree):
            imported.update(row.record.imports)
            if row.before and states_requirements(Path(row.path)):
                manifests.append(row)
        if not manifests or "tensorflow" not in imported:
            return
        try:
            rows, told = required(found, manifests, imported, self._session)
        except TargetError:
            return  # each of its files says so
        with self._state.at_once():
            for row in rows:
                self._state.put(tree, row)
            self._undecided[tree] = tuple(told)
            self._state.change_tree(tree, self._described(found, tree))

    def _described(self, found: Found, tree: int | None) -> Repository:
        """Return what is told of a tree before anything is written."""
        try:
            target = str(self._session.target(found.tree.root / "setup.py")())
        except TargetError as error:
            target = str(error)
        undecided = () if tree is None else self._undecided.get(tree, ())
        return msgspec.structs.replace(found.repository, target=target, requirements=undecided)

    def _job(self, tree: int, path: str) -> Job:
        wish, found = self._wish, self._trees[tree]
        where = found.tree.root / path
        return Job(where, found.shown(path), tree, path, not wish.only_safe, wish.verified_only, wish.from_python2)

    def _is_known(self, tree: int, path: str, going_on: bool) -> bool:
        """Tell whether a file is planned already, and still is what it was or has become what it was to be."""
        row = self._state.get(tree, path)
        if row is None or not row.before:
            return False
        where = self._trees[tree].opened(path)
        try:
            now = digest(read_bytes(where))
        except FileError:
            return False
        known = now in {row.before, row.after} and (going_on or row.decides == self._decides(where))
        if known:
            self._listener.did(row.shown)
        return known

    def _decides(self, path: Path) -> str:
        """Return the digest of what a plan is made by besides the bytes of the file."""
        try:
            target = str(self._session.target(path)())
        except TargetError as error:
            target = str(error)
        text = repr((hublint.__version__, self._session.settings(path), target))
        return digest(text.encode(errors="surrogateescape"))

    def _planned(self, jobs: Sequence[Job]) -> Iterator[tuple[Job, Planned]]:
        if not jobs:
            return
        with self._planners(jobs) as workers:
            of_each = {job.tree: job.path for job in jobs}
            spread = jobs[:: -(-len(jobs) // _LOOKED_AT)]
            workers.require_sight([*of_each.values(), *(job.path for job in spread)])
            for job, result in workers.run(Planning(self._session), jobs):
                if isinstance(result, Lost):
                    reason = str(FileError(job.shown, f"{result.reason}; the file is left as it is"))
                    yield job, Planned(Record("", kind_of(job.path), "failed", reason=reason))
                else:
                    yield job, result

    def _row(self, job: Job, planned: Planned) -> Row:
        path = job.below
        record = msgspec.structs.replace(planned.record, path=git.printable(path))
        row = Row(
            path,
            os.fspath(job.shown),
            self._decides(job.path),
            planned.before,
            planned.before if planned.after is None else digest(planned.after),
            record,
            planned.after,
            planned.safe,
            None if planned.safely is None else msgspec.structs.replace(planned.safely, path=record.path),
            planned.start,
        )
        old = self._state.get(job.tree, path)
        if old is None or old.record.status != "written" or old.after != row.before or planned.after is not None:
            return row
        # It was written by an earlier run, and its report shall go on saying what it was.
        record = msgspec.structs.replace(old.record, after=record.after, remaining=record.remaining)
        return row._replace(before=old.before, record=record)

    def told(self) -> int:
        """Return how many files there is something to tell of."""
        records = (record for tree in self._trees for record in self._state.records(tree))
        return sum(bool(record.found or record.reason) for record in records)

    def repositories(self) -> list[tuple[Repository, Callable[[], Iterator[Record]]]]:
        """Return what is known of each tree, and what yields the records of its files."""
        known = {tree: repository for tree, _, repository in self._state.trees()}
        return [(known[tree], partial(self._state.records, tree)) for tree in self._trees]

    # Checking.

    def check(self) -> None:
        """Find out which trees can be written, before minutes are spent on proofs."""
        if self._place is None:
            return
        for tree, found in self._trees.items():
            paths, written = [], []
            for row in self._state.rows(tree):
                if row.record.status == "failed" and row.data is not None:
                    row = _changed(row, status="planned", reason="")  # noqa: PLW2901 - it failed in an earlier run
                    self._state.put(tree, row)
                if not _rewrites(row):
                    continue
                if self._is_written(found, row):
                    written.append(row.path)
                elif (obstacle := self._place.obstacle(found.tree, row.path)) is not None:
                    reason = str(FileError(found.shown(row.path), obstacle))
                    self._state.put(tree, _changed(row, status="failed", reason=reason))
                    continue
                paths.append(row.path)
            try:
                self._place.check(found.tree, paths, resumed=self._resumed, written=written)
            except (FileError, UsageError) as error:
                self._refuse(tree, found, str(error))

    def _refuse(self, tree: int, found: Found, problem: str) -> None:
        """Leave a tree as it is, and note why."""
        self._refused.add(tree)
        self.problems.append(problem)
        self._state.change_tree(tree, msgspec.structs.replace(self._described(found, tree), problem=problem))

    @staticmethod
    def _is_written(found: Found, row: Row) -> bool:
        """Tell whether a file holds its rewrite already."""
        try:
            return digest(read_bytes(found.opened(row.path))) == row.after
        except FileError:
            return False

    # Proving.

    def prove(self) -> None:
        """Run what is to be run, and settle what each file is to be."""
        if self._prove is None:
            return
        waiting = [
            (tree, row.path)
            for tree in self._trees
            if tree not in self._refused
            for row in self._state.rows(tree)
            if _unsettled(row)
        ]
        self._listener.begins("proving", len(waiting))
        if not waiting:
            return
        with self._provers() as workers:
            roots = sorted({self._trees[tree].tree.root for tree, _ in waiting})
            workers.require_sight(roots)
            self._prove.require_same(workers)
            for job, result in workers.run(Proving(self._wish, self._prove), self._to_prove(waiting)):
                if isinstance(result, Lost):
                    result = _left(job.row, f"not verified, {result.reason}")  # noqa: PLW2901 - it is what it comes to
                self._state.put(job.tree, result)
                self._listener.did(job.row.shown)

    def _to_prove(self, waiting: Iterable[tuple[int, str]]) -> Iterator[ToProve]:
        for tree, path in waiting:
            row = self._state.get(tree, path)
            if row is not None:
                self._listener.proves(row.shown)
                yield ToProve(tree, row, self._trees[tree].tree.root / path)

    # Writing.

    def apply(self) -> None:
        """Write what is to be written, and tell of every file."""
        self._listener.begins("writing", sum(map(self._state.count, self._trees)))
        if self._place is not None:
            self._state.note("writing", value=True)
        for tree, found in self._trees.items():
            for row in self._state.rows(tree):
                if tree in self._refused:
                    self._listener.did(row.shown)
                    self._listener.kept(row)
                    continue
                record, now = self._applied(row, found)
                if record != row.record:
                    self._state.change(tree, row.path, record)
                self._listener.did(row.shown)
                self._listener.ended(row._replace(record=record), now=now)
            if self._place is not None and tree not in self._refused:
                self._finish(tree, found, self._place)
        if not self._refused:
            self._state.note("done", value=True)

    def _applied(self, row: Row, found: Found) -> tuple[Record, bool]:
        """Write a file; return what is to be told of it then, and whether it was this run that did it."""
        record = row.record
        if row.data is None or record.status in {"left", "skipped"}:
            return record, record.status != "written"
        if self._place is None or record.status == "failed":
            return record, True
        path = found.opened(row.path)
        try:
            now = read_bytes(path)
            held = digest(now)
            if held not in {row.before, row.after}:
                raise FileError(path, CHANGED)  # noqa: TRY301 - one way to tell what keeps a file from being written
            if held == row.before or record.status != "written":
                self._place.write(found.tree, Rewritten(row.path, now, row.data, verified=_is_verified(record)))
        except FileError as error:
            return msgspec.structs.replace(record, status="failed", reason=str(error)), True
        done = record.status == "written" and held == row.after
        return _written(record), not done

    def _rewritten(self, row: Row, after: bytes, path: Path) -> Rewritten:
        """Return a file as it is and as it is to be, with the steps in between where they are wanted."""
        now = read_bytes(path)
        steps: tuple[Stage, ...] = ()
        if self._wish.stages:
            steps = stages(
                path,
                now,
                after,
                self._session,
                applied=row.record.applied,
                python3=row.start,
                unsafe=not (self._wish.only_safe or row.record.partly),
            )
        return Rewritten(row.path, now, after, steps, _is_verified(row.record))

    def _finish(self, tree: int, found: Found, place: Place) -> None:
        """Do what a place does once all files of a tree are written."""
        rewritten = (
            self._rewritten(row, row.data, found.opened(row.path))
            for row in self._state.rows(tree)
            if row.record.status == "written" and row.data is not None
        )
        try:
            made = place.finish(found.tree, rewritten)
        except FileError as error:
            self._refuse(tree, found, str(error))
            return
        destination = made.patch or made.folder
        self._state.change_tree(
            tree,
            msgspec.structs.replace(
                self._described(found, tree),
                branch=made.branch,
                commit=found.tree.commit,
                written_to=None if destination is None else git.printable(os.fspath(destination)),
            ),
        )


class ToProve(NamedTuple):
    """A file of which something has to be proven."""

    tree: int
    row: Row
    path: Path


class Proving:
    """Proves one file after the other, and settles what each is to be: in this process or in another one."""

    def __init__(self, wish: Wish, prove: Prove) -> None:
        self._wish = wish
        self._prove = prove

    def __call__(self, job: ToProve) -> Row:
        """Return a file with what was proven of it, and with the bytes that it is therefore to have."""
        row, path, data = job.row, job.path, job.row.data
        if data is None:
            return row
        try:
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


def _is_verified(record: Record) -> bool:
    return record.proof is not None and record.proof.verdict == "agree"


def _rewrites(row: Row) -> bool:
    """Tell whether a file is to be written."""
    return row.data is not None and row.record.status in {"planned", "written"}


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


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(itertools.islice(iterator, size)):
        yield batch
