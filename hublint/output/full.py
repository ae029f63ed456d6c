"""Findings with the source that they speak of and the diff of their fix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.output import UNVERIFIED, is_marked, place
from hublint.output.columns import plain, show
from hublint.output.diff import of_edits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from hublint.output import FileReport
    from hublint.rule import Edit, Finding
    from hublint.source.text import Text

_WHOLE = 4
"""A span of so many lines is shown whole, a longer one by its first and last line."""


def render(files: Iterable[FileReport], *, unsafe: bool = False) -> Iterator[str]:
    """Yield each finding: message, place, source with the span underlined, note, skeleton and fix.

    Findings that one and the same rewrite fixes show it once, at the first of them.
    """
    for file in files:
        texts = file.texts()
        shown: dict[tuple[Edit, ...], Finding] = {}
        for finding in file.findings:
            text = texts.get(finding.cell)
            gutter = len(str(finding.end_location.row)) if text is not None else 1
            yield from _headline(finding, gutter, unsafe=unsafe)
            if text is not None:
                yield from _snippet(text, finding, gutter)
            pad = " " * gutter
            if finding.note is not None:
                opening = "" if finding.note.startswith(UNVERIFIED) else "not rewritten: "
                yield f"{pad} = note: {opening}{finding.note}\n"
            if finding.detail is not None:
                for number, line in enumerate(finding.detail.splitlines()):
                    yield f"{pad} {' ' if number else '='} {plain(line)}".rstrip() + "\n"
            if finding.skeleton is not None:
                yield f"{pad} = to begin with:\n"
                for line in finding.skeleton.splitlines():
                    yield f"{pad}     {plain(line)}".rstrip() + "\n"
            if finding.fix is not None and text is not None:
                first = shown.setdefault(finding.fix.edits, finding)
                yield from _fix(texts, finding, first, pad)
            yield "\n"


def _headline(finding: Finding, gutter: int, *, unsafe: bool) -> Iterator[str]:
    mark = "[*] " if is_marked(finding, unsafe=unsafe) else ""
    yield f"{finding.code} {mark}{finding.message}\n"
    yield f"{' ' * gutter}--> {place(finding)}\n"


def _snippet(text: Text, finding: Finding, gutter: int) -> Iterator[str]:
    (row, column), (end_row, end_column) = finding.location, finding.end_location
    if row > len(text.line_starts) or "\0" in text.line(row):
        return
    pad = " " * gutter
    yield f"{pad} |\n"
    if end_row <= row:
        line = show(text.line(row), column - 1, end_column - 1)
        yield f"{row:>{gutter}} | {line.shown}".rstrip() + "\n"
        yield f"{pad} | {' ' * line.start}{'^' * line.width}\n"
    else:
        first = show(text.line(row), column - 1, column)
        last = show(text.line(end_row), max(0, end_column - 2), end_column - 1)
        yield f"{row:>{gutter}} |   {first.shown}\n"
        yield f"{pad} |  _{'_' * first.start}^\n"
        if end_row - row < _WHOLE:
            for between in range(row + 1, end_row):
                yield f"{between:>{gutter}} | | {plain(text.line(between))}".rstrip() + "\n"
        else:
            yield f"{'.' * min(3, gutter):>{gutter}} | | ({end_row - row - 1} lines)\n"
        yield f"{end_row:>{gutter}} | | {last.shown}\n"
        yield f"{pad} | |_{'_' * last.start}^\n"
    yield f"{pad} |\n"


def _fix(texts: Mapping[int | None, Text], finding: Finding, first: Finding, pad: str) -> Iterator[str]:
    fix = finding.fix
    if fix is None:
        return
    if first is not finding:
        where = "" if first.cell == finding.cell else f" of cell {first.cell}"
        yield f"{pad} = fix: together with {first.code} at line {first.location.row}{where}, above\n"
        return
    verified = "verified " if fix.verified else ""
    yield f"{pad} = {verified}{fix.applicability} fix: {fix.message}\n"
    cells = dict.fromkeys(edit.cell for edit in fix.edits)
    for cell in cells:
        if list(cells) != [finding.cell]:
            yield f"{pad}   cell {cell}:\n"
        for line in of_edits(texts[cell], [edit for edit in fix.edits if edit.cell == cell]):
            yield f"{pad}   {line[:1]}{plain(line[1:])}".rstrip() + "\n"


__all__ = ["render"]
