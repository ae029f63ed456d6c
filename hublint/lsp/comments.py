"""Ignore comments as they stand on one line, whole or half-typed, for whoever points at them or types them.

The engine reads them with Python's own tokenizer, which a text under edit does not pass.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMMENT: Final = re.compile(
    rb"#\s*hublint:(?P<gap>\s*)(?P<scope>[\w-]*)(?:\[(?P<codes>[^\]#]*)(?P<close>\]?))?"
    rb"|#\s*noqa(?!\w)(?::(?P<noqa>[^#]*))?",
    re.IGNORECASE,
)
_CODE: Final = re.compile(rb"\w+")
# In a comment of this kind the codes end where something else than codes begins.
_NOQA: Final = re.compile(rb"\s*(?:[A-Za-z]+[0-9]+(?:\s*,\s*|\s+|$))*(?:[A-Za-z]+[0-9]*(?=\s*(?:,|$)))?")
# Strings, so that no `#` in one begins a comment; one that does not end hides the rest of its line.
_STRING: Final = re.compile(
    rb'"""(?:[^\\]|\\.)*?(?:"""|$)|\'\'\'(?:[^\\]|\\.)*?(?:\'\'\'|$)|"(?:[^"\\]|\\.)*(?:"|$)|\'(?:[^\'\\]|\\.)*(?:\'|$)',
    re.DOTALL,
)
_UP_TO_COMMENT: Final = re.compile(rb"(?:" + _STRING.pattern + rb"|[^\"'#])*", re.DOTALL)
_LINE_END: Final = re.compile(rb"[\r\n]")


class Word(NamedTuple):
    """A word in a text, and where it stands."""

    start: int
    end: int
    text: str


class Comment(NamedTuple):
    """One ignore comment.

    Attributes:
        start: where its `#` stands.
        end: where it ends: what follows is a reason, or the next comment.
        own: whether it is hublint's own kind, not `noqa`.
        scope: the word behind `hublint:`, such as `ignore-file`.
        codes: the words where its codes stand.
        listed: where codes begin and end; None where it has no place for them.
        closed: whether the bracket behind them is there.
    """

    start: int
    end: int
    own: bool
    scope: Word
    codes: tuple[Word, ...]
    listed: tuple[int, int] | None
    closed: bool


def line_at(text: bytes, offset: int) -> tuple[int, int]:
    """Return where the line that holds an offset begins and ends, without its newline."""
    offset = min(max(offset, 0), len(text))
    start = max(text.rfind(b"\n", 0, offset), text.rfind(b"\r", 0, offset)) + 1
    end = _LINE_END.search(text, offset)
    return start, end.start() if end is not None else len(text)


def comment_start(text: bytes, start: int, end: int) -> int:
    """Return where the comment of a line begins, `end` if it has none.

    Without a parser it is not certain which strings are open where a line begins. One that ends on the line is taken
    for open if it was opened more often than closed before; a mark inside of a longer one may then pass for a comment.
    """
    for quotes in (b'"""', b"'''"):
        closing = text.find(quotes, start, end)
        if closing >= 0 and text.count(quotes, 0, start) % 2:
            start = closing + len(quotes)
            break
    found = _UP_TO_COMMENT.match(text, start, end)
    at = found.end() if found is not None else start
    return at if text[at : at + 1] == b"#" else end


def comments(text: bytes, start: int, end: int) -> Iterator[Comment]:
    """Yield the ignore comments between two offsets of a line."""
    for found in _COMMENT.finditer(text, start, end):
        own = found["gap"] is not None
        if own:
            scope = Word(*found.span("scope"), found["scope"].decode(errors="replace"))
            listed = found.span("codes") if found["codes"] is not None else None
            stop = found.end()
        else:
            scope = Word(found.end(), found.end(), "")
            listed, stop = None, found.end()
            if found["noqa"] is not None:
                codes = _NOQA.match(text, found.start("noqa"), found.end("noqa"))
                stop = codes.end() if codes is not None else found.start("noqa")
                listed = (found.start("noqa"), stop)
        words = tuple(
            Word(*one.span(), one.group().decode(errors="replace"))
            for one in (_CODE.finditer(text, *listed) if listed is not None else ())
        )
        yield Comment(found.start(), stop, own, scope, words, listed, bool(found["close"]))


def comment_at(text: bytes, offset: int) -> Comment | None:
    """Return the ignore comment that an offset lies in, or stands right behind of."""
    start, end = line_at(text, offset)
    begin = comment_start(text, start, end)
    return next((one for one in comments(text, begin, end) if one.start <= offset <= one.end), None)


__all__ = ["Comment", "Word", "comment_at", "comment_start", "comments", "line_at"]
