"""The edits that make one text of another and touch nothing else, so that cursors and marks in an editor stay."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING

from hublint.source.edit import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Above so many pairs of lines without a line to hold on to, what differs is one edit: comparing takes too long.
_MOST_PAIRS = 250_000
# Editors take some time for each edit, and nobody looks at so many.
_MOST_EDITS = 2_000


def minimal_edits(before: bytes, after: bytes) -> list[Edit]:
    """Return the edits that turn one text into another, in order and apart from each other.

    Lines that are the same stay out of them, and within a line what is the same at its beginning and end. An edit never
    begins or ends inside a character or between the two of a newline. Where there would be thousands, they are one.
    Offsets count the bytes of `before`; both texts are UTF-8.
    """
    if before == after:
        return []
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    starts = [0, *accumulate(map(len, old))]
    edits: list[tuple[int, int, bytes]] = []
    for start, end, new_start, new_end in hunks(old, new):
        at = starts[start]
        pairs = [(old[start:end], new[new_start:new_end])]
        if end - start == new_end - new_start:
            pairs = [([one], [two]) for one, two in zip(*pairs[0], strict=True)]
        for lines, new_lines in pairs:
            one, two = b"".join(lines), b"".join(new_lines)
            if one != two:
                first, last = common_ends(one, two)
                edit = at + first, at + len(one) - last, two[first : len(two) - last]
                if edits and edits[-1][1] == edit[0]:
                    # Two that touch are one: of two insertions at a place nothing says which is the first.
                    begun = edits.pop()
                    edit = begun[0], edit[1], begun[2] + edit[2]
                edits.append(edit)
            at += len(one)
    if len(edits) > _MOST_EDITS:
        start, end = edits[0][0], edits[-1][1]
        return [Edit(start, end, after[start : len(after) - (len(before) - end)].decode())]
    return [Edit(start, end, replacement.decode()) for start, end, replacement in edits]


def common_ends(one: bytes, two: bytes) -> tuple[int, int]:
    """Return how many bytes two texts share at their beginnings, and how many of the rest at their ends.

    Neither ends inside a character or between the two of a newline. It is found by halving: a text may be long, and
    comparing stretches of bytes is fast.
    """
    shorter = min(len(one), len(two))
    first = bisect_left(range(1, shorter + 1), 1, key=lambda size: one[:size] != two[:size])
    while first and (_inside(one, first) or _inside(two, first)):
        first -= 1
    shorter -= first
    last = bisect_left(range(1, shorter + 1), 1, key=lambda size: one[-size:] != two[-size:])
    while last and (_inside(one, len(one) - last) or _inside(two, len(two) - last)):
        last -= 1
    return first, last


def _inside(text: bytes, at: int) -> bool:
    """Tell whether a place is inside a character, or between the two of a newline."""
    return at < len(text) and (text[at] & 0xC0 == 0x80 or (at > 0 and text[at - 1 : at + 1] == b"\r\n"))


def hunks(old: Sequence[bytes], new: Sequence[bytes]) -> Iterator[tuple[int, int, int, int]]:
    """Yield what differs as the numbers of lines, in order.

    Lines that occur once in both texts are held on to, as in patience diff: what lies between two of them is compared
    by itself, so that long files cost little more than what has changed in them.
    """
    waiting = [(0, len(old), 0, len(new))]
    while waiting:
        start, end, new_start, new_end = waiting.pop()
        while start < end and new_start < new_end and old[start] == new[new_start]:
            start, new_start = start + 1, new_start + 1
        while start < end and new_start < new_end and old[end - 1] == new[new_end - 1]:
            end, new_end = end - 1, new_end - 1
        if start == end or new_start == new_end:
            if start != end or new_start != new_end:
                yield start, end, new_start, new_end
            continue
        kept = _kept(old[start:end], new[new_start:new_end])
        if not kept:
            yield start, end, new_start, new_end
            continue
        between = []
        here, new_here = start, new_start
        for at, new_at in kept:
            between.append((here, start + at, new_here, new_start + new_at))
            here, new_here = start + at + 1, new_start + new_at + 1
        between.append((here, end, new_here, new_end))
        waiting += reversed(between)


def _kept(old: Sequence[bytes], new: Sequence[bytes]) -> list[tuple[int, int]]:
    """Return pairs of equal lines that keep their order: those that occur once in both, or all, if none does."""
    times, new_times = Counter(old), Counter(new)
    places = {line: at for at, line in enumerate(new) if new_times[line] == 1}
    unique = [(at, places[line]) for at, line in enumerate(old) if times[line] == 1 and line in places]
    if unique:
        return _longest_ascent(unique)
    if len(old) * len(new) > _MOST_PAIRS:
        return []
    from difflib import SequenceMatcher

    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return [(one + step, two + step) for one, two, length in blocks for step in range(length)]


def _longest_ascent(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the most pairs, of which the first numbers rise, whose second numbers rise too."""
    tops: list[int] = []
    piles: list[int] = []
    before: list[int] = []
    for at, (_, second) in enumerate(pairs):
        pile = bisect_left(tops, second)
        before.append(piles[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(second)
            piles.append(at)
        else:
            tops[pile], piles[pile] = second, at
    found = []
    at = piles[-1]
    while at >= 0:
        found.append(pairs[at])
        at = before[at]
    return found[::-1]


__all__ = ["common_ends", "hunks", "minimal_edits"]
