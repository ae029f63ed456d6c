"""How the rules about behaviour write numbers and lists of names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["counted", "first_of"]

_MOST = 3


def counted(number: int, noun: str) -> str:
    """Write `1 variable`, `2 variables`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def first_of(names: Sequence[str], most: int = _MOST) -> str:
    """Write the first of some names, and how many more there are: `a, b, c and 4 more`."""
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"
