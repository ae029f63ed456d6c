"""Source lines as a terminal shows them: tabs, wide characters, and nothing that steers the terminal."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

TAB = "    "
WIDEST = 160
"""A line longer than this is cut round what it is shown for."""
_LEAD = 40
_CUT = "…"


class Line(NamedTuple):
    """A line ready to be shown, and where a span of it begins and how wide it is, in terminal columns."""

    shown: str
    start: int
    width: int


def show(line: str, start: int, end: int) -> Line:
    """Return `line` with the span from character `start` up to `end`, both from 0, placed in columns.

    An empty span, or one behind the end of the line, still gets one column to point at.
    """
    if line.isascii() and line.isprintable() and len(line) <= WIDEST:
        return Line(line, start, max(1, end - start))
    cells = [_cell(character) for character in line]
    first = sum(width for _, width in cells[:start]) + max(0, start - len(cells))
    width = max(1, sum(width for _, width in cells[start:end]))
    if sum(width for _, width in cells) <= WIDEST:
        return Line("".join(shown for shown, _ in cells), first, width)
    return _cut(cells, first, width)


def plain(line: str) -> str:
    """Return `line` as it is shown."""
    return show(line, 0, 0).shown


def harmless(text: str) -> str:
    """Return a text of one line as it is shown, however long it is."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_cell(character)[0] for character in text)


def _cell(character: str) -> tuple[str, int]:
    """Return what is shown for a character, and how many columns it takes."""
    if character == "\t":
        return TAB, len(TAB)
    category = unicodedata.category(character)
    if category == "Cc":
        # A picture of the character, not itself: an escape sequence in a file must not reach the terminal.
        code = ord(character)
        return (chr(0x2400 + code) if code < 0x20 else "␡" if code == 0x7F else "�"), 1
    if category in {"Cf", "Cs", "Zl", "Zp"}:
        # Invisible ones, and those that turn the direction of writing round.
        return "�", 1
    if category in {"Mn", "Me"}:
        return character, 0
    return character, 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def _cut(cells: list[tuple[str, int]], start: int, width: int) -> Line:
    """Return the part of a long line that the span begins in."""
    left = max(0, start - _LEAD)
    shown: list[str] = []
    at = begins = 0
    cut_off = False
    for text, cell_width in cells:
        if at < left:
            begins = at + cell_width
        elif at + cell_width - begins <= WIDEST:
            shown.append(text)
        else:
            cut_off = True
            break
        at += cell_width
    lead = _CUT if begins else ""
    visible = max(1, min(width, at - start))
    return Line(lead + "".join(shown) + (_CUT if cut_off else ""), start - begins + len(lead), visible)


__all__ = ["Line", "harmless", "plain", "show"]
