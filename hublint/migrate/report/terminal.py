"""What the terminal says of a campaign: how far it is, what was verified, and what a person still has to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hublint.migrate.record import STANDINGS, Standing
from hublint.migrate.report.document import VERDICTS
from hublint.output import count
from hublint.output.columns import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import TextIO

    from rich.console import Console
    from rich.text import Text

    from hublint.migrate.report.document import Document, Progress, Task, Verification

__all__ = ["show"]

_SHOWN: Final[tuple[Standing, ...]] = tuple(standing for standing in STANDINGS if standing != "other")
_MOST_REPOSITORIES: Final = 20
_MOST_TASKS: Final = 10
_NARROWEST_BAR: Final = 10
_WIDEST_BAR: Final = 40

_COLOURS: Final[dict[Standing, str]] = {
    "native": "green",
    "compat": "blue",
    "manual": "yellow",
    "broken": "red",
    "unparseable": "magenta",
}
# Told apart without colour too.
_CELLS: Final[dict[Standing, str]] = {"native": "█", "compat": "▓", "manual": "▒", "broken": "x", "unparseable": "?"}
_PLAIN_CELLS: Final[dict[Standing, str]] = {
    "native": "#",
    "compat": "=",
    "manual": "-",
    "broken": "x",
    "unparseable": "?",
}


def show(document: Document, file: TextIO, report: Path | None) -> None:
    """Print the summary; `report` is the page, if one was written."""
    from rich.console import Console

    console = Console(file=file, highlight=False, markup=False, emoji=False, soft_wrap=False)
    _table(console, document)
    for line in _verified(document.verification):
        _print(console, line)
    _tasks(console, document.tasks)
    if report is not None:
        _print(console, f"Report: {report}", breaks=False)


def _print(console: Console, text: str, *, indent: str = "", breaks: bool = True) -> None:
    """Print a text, broken to the width of a terminal; what is read by a program is not broken."""
    from textwrap import fill

    shown = harmless(text)
    if console.is_terminal and breaks:
        shown = fill(shown, console.width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    console.print(shown, soft_wrap=True)


# How far.


def _table(console: Console, document: Document) -> None:
    reports = document.repositories
    told = sorted(reports, key=lambda report: (-_undone(report.progress), -report.remaining, report.repository.name))
    told = told[:_MOST_REPOSITORIES]
    names = [harmless(report.repository.name) for report in told]
    width = min(max(map(len, (*names, "all repositories"))), max(16, console.width // 5))
    columns = [len(standing) + 1 for standing in _SHOWN]
    room = console.width - width - len("  before") - sum(columns) - 2
    bar = 0 if room < _NARROWEST_BAR else min(room, _WIDEST_BAR)
    head = "".join(standing.rjust(column) for standing, column in zip(_SHOWN, columns, strict=True))
    console.print(f"{'files':{width}}        {head}", soft_wrap=True)
    for name, report in zip(names, told, strict=True):
        _rows(console, name, report.progress, width, columns, bar)
        if report.repository.problem:
            _print(console, f"  not finished: {report.repository.problem}")
    if len(reports) > len(told):
        console.print(f"and {count(len(reports) - len(told), 'repository', 'repositories')} with less left to do")
    if len(reports) > 1:
        _rows(console, "all repositories", document.progress, width, columns, bar)
    would = "would be " if document.campaign.mode == "plan" else ""
    rewritten = document.statuses.get("planned", 0) + document.statuses.get("written", 0)
    files = sum(document.progress.before.values())
    _print(
        console,
        f"{count(rewritten, 'file')} of {files} {would}rewritten by {count(document.fixed, 'fix', 'fixes')}; "
        f"{count(document.found, 'finding')} before, {count(document.remaining, 'finding')} left.",
    )


def _undone(progress: Progress) -> int:
    return sum(number for standing, number in progress.after.items() if standing not in {"native", "compat", "other"})


def _rows(console: Console, name: str, progress: Progress, width: int, columns: list[int], bar: int) -> None:
    from rich.text import Text

    shown = name if len(name) <= width else f"{name[: width - 1]}…"
    for side, counted in (("before", progress.before), ("after", progress.after)):
        row = Text(f"{shown if side == 'before' else '':{width}}  {side:6}")
        for standing, column in zip(_SHOWN, columns, strict=True):
            number = counted.get(standing, 0)
            row.append(str(number).rjust(column), style=_COLOURS[standing] if number else "dim")
        if bar:
            row.append("  ")
            row.append_text(_bar(console, counted, bar))
        console.print(row, soft_wrap=True)


def _bar(console: Console, counted: Mapping[Standing, int], width: int) -> Text:
    from rich.text import Text

    cells = _CELLS if console.encoding.lower().startswith("utf") else _PLAIN_CELLS
    drawn = Text()
    for standing, long in _lengths(counted, width):
        drawn.append(cells[standing] * long, style=_COLOURS[standing])
    return drawn


def _lengths(counted: Mapping[Standing, int], width: int) -> Iterator[tuple[Standing, int]]:
    """Yield how long each part of a bar is; what there is one of is seen, however little it is."""
    present = [(standing, counted[standing]) for standing in _SHOWN if counted.get(standing)]
    whole = sum(number for _, number in present)
    lengths = {standing: max(1, width * number // whole) for standing, number in present}
    if present:
        largest = max(lengths, key=lambda standing: lengths[standing])
        lengths[largest] += width - sum(lengths.values())
    yield from lengths.items()


# What was verified, and what is left.


def _verified(verification: Verification) -> Iterator[str]:
    if not verification.programs:
        return
    verdicts = ", ".join(f"{number} {verdict}" for verdict, number in verification.verdicts.items())
    by = "; ".join(verification.ran)
    yield (
        f"Verified: {count(verification.programs, 'program')} and {count(verification.exports, 'export')}"
        f"{f', by {by}' if by else ''}: {verdicts}."
    )
    if verification.taken_back:
        first = verification.taken_back[0]
        were = "was" if len(verification.taken_back) == 1 else "were"
        such = ", such as" if len(verification.taken_back) > 1 else ":"
        yield (
            f"{count(len(verification.taken_back), 'rewrite')} {were} not kept, or only in part{such} "
            f"{first.repository}/{first.path}: {first.reason or VERDICTS[first.verdict]}"
        )


def _tasks(console: Console, tasks: tuple[Task, ...]) -> None:
    if not tasks:
        return
    _print(console, "A person still has to do, the greatest effect first:")
    digits = len(str(min(len(tasks), _MOST_TASKS)))
    for number, task in enumerate(tasks[:_MOST_TASKS], 1):
        places = f"{count(task.findings, 'place')} in " if task.kind == "rule" else ""
        broken = f", {task.broken} of them broken" if task.broken else ""
        frees = f"; frees {count(task.frees, 'file')}" if task.frees and task.kind == "rule" else ""
        code = f"{task.code} " if task.code else ""
        first = f"; {task.places[0]}" if task.places else ""
        margin = " " * (digits + 4)
        _print(console, f"{number:{digits + 2}}  {code}{task.title.rstrip('.')}.", indent=margin)
        _print(console, f"{margin}{places}{count(task.files, 'file')}{broken}{frees}{first}", indent=margin)
    if len(tasks) > _MOST_TASKS:
        console.print(f"{'':{digits + 4}}and {len(tasks) - _MOST_TASKS} more, in the report")
