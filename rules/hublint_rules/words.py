"""How the rules about models write numbers and lists of names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["counted", "first_of", "listed", "quoted"]

_MOST = 3


def counted(number: int, noun: str) -> str:
    """Write `1 variable`, `2 variables`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def first_of(names: Sequence[str], most: int = _MOST) -> str:
    """Write the first of some names, and how many more there are: `a, b, c and 4 more`."""
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"


def quoted(names: Iterable[str]) -> str:
    """Write names of code as a list: "`a`, `b` and `c`"."""
    return listed(f"`{name}`" for name in names)


def listed(parts: Iterable[object]) -> str:
    """Write a list as one does in a sentence: "1, 2 and 7"."""
    *others, last = [str(part) for part in parts]
    return f"{', '.join(others)} and {last}" if others else last
