"""Edits as byte spans, and the one way to apply them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Edit(NamedTuple):
    """Replace the bytes from `start` up to `end` of the UTF-8 text by `replacement`.

    In a notebook's finding they are bytes of the cell with the number `cell`, counted from 1.
    """

    start: int
    end: int
    replacement: str
    cell: int | None = None


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


def carried(places: Iterable[int], edits: Iterable[Edit]) -> frozenset[int]:
    """Return where offsets of the old text are in the new one; what is replaced begins where it began."""
    ordered = sorted(set(edits))
    found: set[int] = set()
    shift = at = 0
    for place in sorted(places):
        while at < len(ordered) and ordered[at].end <= place and ordered[at].start < place:
            edit = ordered[at]
            shift += len(edit.replacement.encode()) - (edit.end - edit.start)
            at += 1
        found.add(place + shift)
    return frozenset(found)


def overlap(first: Iterable[Edit], second: Iterable[Edit]) -> bool:
    """Tell whether two sets of edits cannot be applied together; an edit that both hold counts once."""
    one, two = set(first), set(second)
    return any((a.start < b.end and b.start < a.end) or a.start == b.start for a in one - two for b in two - one)
