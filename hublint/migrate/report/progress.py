"""Adding up a campaign: one pass over its records, of which nothing is kept but numbers and the places told of."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from hublint.migrate.record import STANDINGS
from hublint.migrate.report.document import (
    FORMAT,
    Document,
    Folder,
    Progress,
    RepositoryReport,
    RuleReport,
    TakenBack,
    Verification,
)
from hublint.migrate.report.explanation import explained
from hublint.migrate.report.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from hublint.migrate.proof import Verdict
    from hublint.migrate.record import Campaign, Item, Record, Repository, Standing, Status
    from hublint.registry import Registry

    Repositories = Sequence[tuple[Repository, Callable[[], Iterator[Record]]]]

__all__ = ["add_up", "is_rewritten", "left", "why"]


def is_rewritten(record: Record) -> bool:
    """Tell whether a file was rewritten or, where nothing is written, would be."""
    return record.status in {"written", "planned"}


def left(record: Record) -> tuple[Item, ...]:
    """Return the findings that a person still has to look at: those of the file as it is, or would be."""
    if is_rewritten(record):
        return record.remaining
    # What is said of the rewrite is said of nothing here, where it has not been made.
    return record.remaining if record.status == "unchanged" and record.remaining else record.found


def why(record: Record) -> str:
    """Return the reason of a file's status where the file is named beside it: without its path, but with the line."""
    named = re.match(rf".*?{re.escape(record.path)}(?::(\d+))?: ", record.reason)
    if named is None:
        return record.reason
    line = f"line {named[1]}: " if named[1] else ""
    return line + record.reason[named.end() :]


def add_up(campaign: Campaign, repositories: Repositories, rules: Registry) -> Document:
    """Return the report of a campaign but for its files, of which there may be too many to be held."""
    whole = _Counts()
    statuses: Counter[Status] = Counter()
    reports: list[RepositoryReport] = []
    by_rule, tasks, proofs = _Rules(), Tasks(), _Proofs()
    for repository, records in repositories:
        counts = _Counts()
        tree = _Tree()
        of_repository: Counter[Status] = Counter()
        found = fixed = remaining = 0
        for record in records():
            of_repository[record.status] += 1
            if record.status == "skipped":
                continue
            open_items = left(record)
            counts.add(record)
            tree.add(record)
            by_rule.add(record, open_items)
            tasks.add(repository.name, record, open_items)
            proofs.add(repository.name, record)
            found += len(record.found)
            fixed += sum(record.applied.values()) if is_rewritten(record) else 0
            remaining += len(open_items)
        reports.append(
            RepositoryReport(
                repository, counts.progress(), _sorted(of_repository), found, fixed, remaining, tree.folders()
            )
        )
        whole.update(counts)
        statuses += of_repository
    return Document(
        format=FORMAT,
        campaign=campaign,
        progress=whole.progress(),
        statuses=_sorted(statuses),
        found=sum(report.found for report in reports),
        fixed=sum(report.fixed for report in reports),
        remaining=sum(report.remaining for report in reports),
        repositories=tuple(reports),
        rules=by_rule.reports(rules),
        tasks=tasks.ordered(rules),
        verification=proofs.verification(),
        files=(),
    )


class _Counts:
    """Files and lines of each standing."""

    __slots__ = ("after", "before", "lines_after", "lines_before")

    def __init__(self) -> None:
        self.before: Counter[Standing] = Counter()
        self.after: Counter[Standing] = Counter()
        self.lines_before: Counter[Standing] = Counter()
        self.lines_after: Counter[Standing] = Counter()

    def add(self, record: Record) -> None:
        self.before[record.before] += 1
        self.after[record.after] += 1
        self.lines_before[record.before] += record.lines
        self.lines_after[record.after] += record.lines

    def update(self, other: _Counts) -> None:
        for name in self.__slots__:
            getattr(self, name).update(getattr(other, name))

    def progress(self) -> Progress:
        return Progress(*(_standings(getattr(self, name)) for name in Progress.__struct_fields__))


def _standings(counted: Mapping[Standing, int]) -> dict[Standing, int]:
    return {standing: counted[standing] for standing in STANDINGS if counted.get(standing)}


def _sorted(counted: Counter[Status]) -> dict[Status, int]:
    return dict(sorted(counted.items()))


class _Tree:
    """The folders of one repository."""

    def __init__(self) -> None:
        self._counts: dict[str, _Counts] = {}

    def add(self, record: Record) -> None:
        folder = record.path.rpartition("/")[0]
        self._counts.setdefault(folder, _Counts()).add(record)

    def folders(self) -> tuple[Folder, ...]:
        """Return one level of folders: the first at which they part, as packages often lie in folders of one entry."""
        top = self._top()
        merged: dict[str, _Counts] = {}
        for path, counts in self._counts.items():
            inside = path.split("/")[len(top) : len(top) + 1] if path.split("/")[: len(top)] == top else []
            merged.setdefault("/".join((*top, *inside)) if any(inside) else ".", _Counts()).update(counts)
        if len(merged) < _FEWEST:
            return ()
        return tuple(Folder(name, counts.progress()) for name, counts in sorted(merged.items()))

    def _top(self) -> list[str]:
        """Return the deepest folder that holds nearly all files in it; what lies outside is such as setup.py."""
        files = {tuple(path.split("/")): sum(counts.before.values()) for path, counts in self._counts.items()}
        whole = sum(files.values())
        top: list[str] = []
        while True:
            inside: Counter[str] = Counter()
            for path, number in files.items():
                if len(path) > len(top) and list(path[: len(top)]) == top:
                    inside[path[len(top)]] += number
            (name, most), *_ = (*inside.most_common(1), ("", 0))
            if not name or most < _NEARLY_ALL * whole:
                return top
            top.append(name)


_NEARLY_ALL: Final = 0.8
_FEWEST: Final = 2
"""Of one folder alone nothing is told that the repository's own bar does not tell."""


class _Rules:
    """Findings by rule."""

    def __init__(self) -> None:
        self._found: Counter[str] = Counter()
        self._fixed: Counter[str] = Counter()
        self._remaining: Counter[str] = Counter()
        self._files: Counter[str] = Counter()
        self._files_remaining: Counter[str] = Counter()

    def add(self, record: Record, open_items: tuple[Item, ...]) -> None:
        found = Counter(item.code for item in record.found)
        remaining = Counter(item.code for item in open_items)
        self._found.update(found)
        self._remaining.update(remaining)
        self._files.update(found.keys())
        self._files_remaining.update(remaining.keys())
        if is_rewritten(record):
            self._fixed.update(record.applied)

    def reports(self, rules: Registry) -> tuple[RuleReport, ...]:
        codes = {*self._found, *self._fixed, *self._remaining}
        return tuple(
            RuleReport(
                code,
                *explained(code, rules),
                rules.severity(code),
                self._found[code],
                self._fixed[code],
                self._remaining[code],
                self._files[code],
                self._files_remaining[code],
            )
            for code in sorted(codes, key=lambda code: (-self._found[code], -self._remaining[code], code))
        )


class _Proofs:
    """What running programs has shown."""

    def __init__(self) -> None:
        self._verdicts: Counter[Verdict] = Counter()
        self._ran: Counter[str] = Counter()
        self._devices: Counter[str] = Counter()
        self._exports = 0
        self._seconds = 0.0
        self._taken_back: list[TakenBack] = []

    def add(self, repository: str, record: Record) -> None:
        proof = record.proof
        if proof is None:
            return
        self._verdicts[proof.verdict] += 1
        self._ran.update(proof.ran)
        self._devices.update(proof.devices)
        self._exports += proof.exports
        self._seconds += proof.seconds
        if record.status == "left" or record.partly:
            reason = proof.reason or why(record)
            self._taken_back.append(TakenBack(repository, record.path, proof.verdict, record.partly, reason))

    def verification(self) -> Verification:
        return Verification(
            programs=sum(self._verdicts.values()),
            exports=self._exports,
            seconds=self._seconds,
            verdicts=dict(self._verdicts.most_common()),
            ran=dict(self._ran.most_common()),
            devices=dict(self._devices.most_common()),
            taken_back=tuple(self._taken_back),
        )
