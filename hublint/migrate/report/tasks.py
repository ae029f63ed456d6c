"""What a person still has to do, the greatest effect first."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final, Literal

from hublint.migrate.report.document import Task
from hublint.migrate.report.explanation import explained

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint.migrate.record import Item, Record
    from hublint.registry import Registry

    Files = Counter[frozenset[str]]

__all__ = ["SHOWN", "Tasks", "by_effect"]

SHOWN: Final = 5
"""How many places of a task are told with it."""

_WholeFiles = Literal["unreadable", "failed", "unexplained"]
_TITLES: Final[dict[_WholeFiles, str]] = {
    "unreadable": "These files cannot be parsed, so nothing is known of them; bring them to Python 3 or leave them out",
    "failed": "These files could not be migrated; see why",
    "unexplained": "These files are not done, and no finding says why; look at what they use",
}


class Tasks:
    """Collects what is left of each file, and orders it."""

    def __init__(self) -> None:
        self._broken: Files = Counter()
        self._manual: Files = Counter()
        self._running: Files = Counter()
        self._findings: Counter[str] = Counter()
        self._files: Counter[str] = Counter()
        self._places: defaultdict[str, list[str]] = defaultdict(list)

    def add(self, repository: str, record: Record, items: tuple[Item, ...]) -> None:
        """Take in what is left of a file."""
        where = f"{repository}/{record.path}"
        if record.after == "unparseable":
            self._count("unreadable", [f"{where}:{items[0].row}" if items else where])
            return
        if record.status == "failed":
            self._count("failed", [where])
            return
        codes = frozenset(item.code for item in items)
        if record.after == "broken":
            self._broken[codes] += 1
        elif record.after == "manual":
            self._manual[codes] += 1
        elif items:
            self._running[codes] += 1
        else:
            return
        if not items:
            self._count("unexplained", [where])
        places: defaultdict[str, list[str]] = defaultdict(list)
        for item in items:
            cell = "" if item.cell is None else f"cell {item.cell}:"
            places[item.code].append(f"{where}:{cell}{item.row}")
        for code, several in places.items():
            self._count(code, several)

    def _count(self, key: str, places: list[str]) -> None:
        self._findings[key] += len(places)
        self._files[key] += 1
        if (room := SHOWN - len(self._places[key])) > 0:
            self._places[key] += places[:room]

    def ordered(self, rules: Registry) -> tuple[Task, ...]:
        """Return the tasks, the greatest effect first."""
        in_broken: Counter[str] = Counter()
        for codes, number in self._broken.items():
            in_broken.update(dict.fromkeys(codes, number))
        of_rules = [
            self._task("rule", code, explained(code, rules).headline or code, frees, in_broken[code])
            for code, frees in by_effect(self._broken, self._manual, self._running)
        ]
        return (
            *self._of_whole_files("unreadable"),
            *self._of_whole_files("failed"),
            *of_rules,
            *self._of_whole_files("unexplained", self._broken[frozenset()]),
        )

    def _of_whole_files(self, kind: _WholeFiles, broken: int = 0) -> Iterator[Task]:
        if number := self._files[kind]:
            yield self._task(kind, "", _TITLES[kind], number, broken)

    def _task(self, kind: Literal[_WholeFiles, "rule"], code: str, title: str, frees: int, broken: int) -> Task:
        key = code or kind
        return Task(kind, code, title, self._findings[key], self._files[key], frees, broken, tuple(self._places[key]))


def by_effect(*groups: Files) -> Iterator[tuple[str, int]]:
    """Yield rules in the order in which seeing to them has the most effect, and how many files each then frees.

    Args:
        groups: the most urgent files first: the sets of rules that they have findings of, with the number of files.
    """
    done: set[str] = set()
    for group in groups:
        while waiting := {codes: number for codes, number in group.items() if not codes <= done}:
            frees: Counter[str] = Counter()
            stands: Counter[str] = Counter()
            for codes, number in waiting.items():
                missing = codes - done
                stands.update(dict.fromkeys(missing, number))
                if len(missing) == 1:
                    frees.update(dict.fromkeys(missing, number))
            chosen = min(stands, key=lambda code: (-frees[code], -stands[code], code))
            done.add(chosen)
            yield (
                chosen,
                sum(number for files in groups for codes, number in files.items() if chosen in codes and codes <= done),
            )
