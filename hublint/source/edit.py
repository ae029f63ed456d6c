"""Edits as byte spans, and the one way to apply them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Edit(NamedTuple):
    """Replace the bytes from `start` up to `end` of the UTF-8 text by `replacement`."""

    start: int
    end: int
    replacement: str


def apply(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Apply edits to `data` in one pass; every byte outside their spans stays.

    Raises:
        ValueError: if an edit lies outside the data or two edits overlap.
    """
    parts: list[bytes] = []
    at = 0
    for edit in sorted(set(edits)):
        if not at <= edit.start <= edit.end <= len(data):
            message = f"edit {edit} overlaps another one or lies outside the {len(data)} bytes"
            raise ValueError(message)
        parts += (data[at : edit.start], edit.replacement.encode())
        at = edit.end
    parts.append(data[at:])
    return b"".join(parts)


def overlap(first: Iterable[Edit], second: Iterable[Edit]) -> bool:
    """Tell whether two sets of edits cannot be applied together; an edit that both hold counts once."""
    one, two = set(first), set(second)
    return any((a.start < b.end and b.start < a.end) or a.start == b.start for a in one - two for b in two - one)
