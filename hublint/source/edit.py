"""Edits as byte spans, and the one way to apply them."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


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


def edits_between(old: str, new: str, cell: int | None = None) -> tuple[Edit, ...]:
    """Return the edits that make one text into another one, line by line, each without what stays of its lines."""
    edits: list[Edit] = []
    before, after = (text.encode().splitlines(keepends=True) for text in (old, new))
    starts = [0, *accumulate(map(len, before))]
    for first, last, of_first, of_last in changed_lines(before, after):
        gone, come = b"".join(before[first:last]).decode(), b"".join(after[of_first:of_last]).decode()
        head = _common(gone, come)
        tail = _common(gone[head:][::-1], come[head:][::-1])
        start = starts[first] + len(gone[:head].encode())
        end = starts[last] - len(gone[len(gone) - tail :].encode())
        edits.append(Edit(start, end, come[head : len(come) - tail], cell))
    return tuple(edits)


def _common(one: str, other: str) -> int:
    """Return how many characters at their beginnings are the same."""
    most = min(len(one), len(other))
    return next((at for at in range(most) if one[at] != other[at]), most)


def changed_lines(old: Sequence[bytes], new: Sequence[bytes]) -> Iterator[tuple[int, int, int, int]]:
    """Yield where two lists of lines differ: from which up to which line of the one, and of the other."""
    import difflib

    most = min(len(old), len(new))
    head = next((at for at in range(most) if old[at] != new[at]), most)
    tail = next((at for at in range(most - head) if old[-1 - at] != new[-1 - at]), most - head)
    # Few lines differ, and those between are compared; a long text that stays costs nothing.
    first, second = old[head : len(old) - tail], new[head : len(new) - tail]
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag != "equal":
            yield head + i1, head + i2, head + j1, head + j2
