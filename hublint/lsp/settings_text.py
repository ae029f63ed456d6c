"""Where an offset lies in a settings file that is being written: on which key, in which value, in which code.

TOML is read word by word, on purpose: a text under edit does not parse, and what is wrong on one line must not hide
the others.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from hublint.config import SETTINGS
from hublint.lsp.comments import Word

if TYPE_CHECKING:
    from collections.abc import Iterator

Path = tuple[str, ...]

_TABLE: Final = ("tool", "hublint")
_BOM: Final = b"\xef\xbb\xbf"

_REST: Final = rb"""
    (?P<newline>\r\n|\n|\r)
    |(?P<blank>[ \t\f\v]+)
    |(?P<comment>\#[^\r\n]*)
    |(?P<string>\"{3}(?:[^\\]|\\.)*?\"{3}|'{3}.*?'{3}|\"(?:[^\"\\\r\n]|\\[^\r\n])*\"?|'[^'\r\n]*'?)
"""
_IN_KEYS: Final = re.compile(_REST + rb"|(?P<bare>[\w\x80-\xff-]+)|(?P<mark>.)", re.VERBOSE | re.DOTALL)
_IN_VALUES: Final = re.compile(_REST + rb"|(?P<bare>[\w\x80-\xff.+:-]+)|(?P<mark>.)", re.VERBOSE | re.DOTALL)
# What begins a line that is no part of a list: the list's end was not written yet.
_BEGINS_ANEW: Final = re.compile(
    rb"[ \t]*(?:\[\[?[ \t]*[A-Za-z_][^\]\[=,\r\n#]*\]\]?[ \t]*(?:[#\r\n]|$)|[A-Za-z_][\w.-]*[ \t]*=)"
)
_CODE: Final = re.compile(rb"\w*")


class Place(NamedTuple):
    """What an offset lies on.

    Attributes:
        part: a key, the value of a setting, or one of a setting's codes.
        word: what is written there up to now; empty where nothing is.
        above: the keys round a key, below the table of the settings: `("per-file-ignores",)` for a pattern of it.
        key: the setting that a value or a code belongs to.
        quote: the quote that the word stands in, nothing where it stands in none.
        closed: whether this quote is closed behind it.
        in_list: whether a code stands in brackets.
        others: the other keys beside a key, the other codes beside a code.
    """

    part: Literal["key", "value", "code"]
    word: Word
    above: Path
    key: str
    quote: str
    closed: bool
    in_list: bool = False
    others: tuple[str, ...] = ()


class _Spot(NamedTuple):
    """A word, or room for one: its bytes, the keys that lead to it, the statement it is part of, and what it is."""

    start: int
    end: int
    text: bytes
    path: Path
    statement: int
    is_key: bool = False
    in_list: bool = False


def place_at(text: bytes, offset: int, *, pyproject: bool) -> Place | None:
    """Return what an offset lies on; None outside of the settings, in comments, and where nothing can stand.

    Args:
        text: the file, which need not parse.
        offset: the offset, in bytes.
        pyproject: whether the settings are its table `[tool.hublint]`, not all of it.
    """
    if not 0 <= offset <= len(text) or (pyproject and _TABLE[1].encode() not in text):
        return None
    found: _Spot | None = None
    spots: list[_Spot] = []
    for spot in _Reader(text).spots(offset):
        if spot.text:
            spots.append(spot)
        if spot.start <= offset <= spot.end:
            found = found or spot
    if found is None:
        return None
    path = _below(found.path, pyproject=pyproject)
    return _place(found, path, offset, spots, pyproject=pyproject) if path is not None else None


def _below(path: Path, *, pyproject: bool) -> Path | None:
    """Return keys as they are below the table of the settings; None for those outside of it."""
    if not pyproject:
        return path
    return path[len(_TABLE) :] if path[: len(_TABLE)] == _TABLE else None


def _place(spot: _Spot, path: Path, offset: int, spots: list[_Spot], *, pyproject: bool) -> Place | None:
    quote, start, end, closed = _inside(spot)
    if quote and not (start <= offset <= end):
        return None
    word = Word(start, end, spot.text[start - spot.start : end - spot.start].decode(errors="replace"))
    if spot.is_key:
        others = {
            below[len(path)]
            for other in spots
            if other.is_key and other.start != spot.start
            for below in [_below((*other.path, _content(other)), pyproject=pyproject)]
            if below is not None and len(below) > len(path) and below[: len(path)] == path
        }
        return Place("key", word, path, path[0] if path else "", quote, closed, others=tuple(sorted(others)))
    if not path:
        return None
    told = SETTINGS.get(path[0])
    if told is None:
        return None
    if (told.holds == "codes" and len(path) == 1) or (path[0] == "per-file-ignores" and len(path) == 2):
        if quote:
            word = _code_at(spot, start, end, offset)
        others_there = tuple(
            _content(other)
            for other in spots
            if not other.is_key and other.statement == spot.statement and other.path == spot.path
            if other.start != spot.start
        )
        return Place("code", word, (), path[0], quote, closed, spot.in_list, others_there)
    if told.holds == "value" and len(path) == 1 and not spot.in_list:
        return Place("value", word, (), path[0], quote, closed)
    return None


def _inside(spot: _Spot) -> tuple[str, int, int, bool]:
    """Return the quote of a word, where what stands in it begins and ends, and whether it is closed."""
    for quote in (b'"""', b"'''", b'"', b"'"):
        if spot.text.startswith(quote):
            width = len(quote)
            closed = len(spot.text) >= 2 * width and spot.text.endswith(quote)
            return quote.decode(), spot.start + width, spot.end - (width if closed else 0), closed
    return "", spot.start, spot.end, False


def _content(spot: _Spot) -> str:
    _, start, end, _ = _inside(spot)
    return spot.text[start - spot.start : end - spot.start].decode(errors="replace")


def _code_at(spot: _Spot, start: int, end: int, offset: int) -> Word:
    """Return the code that an offset lies on in a string; one that is not closed may reach into the next."""
    text = spot.text[start - spot.start : end - spot.start]
    before = re.search(rb"\w*\Z", text[: offset - start])
    first = before.start() if before is not None else offset - start
    found = _CODE.match(text, first)
    last = found.end() if found is not None else first
    return Word(start + first, start + last, text[first:last].decode(errors="replace"))


class _Level:
    """One bracket that is open in a value, with the keys that lead to what is written in a table."""

    __slots__ = ("filled", "is_list", "keys", "reading_key")

    def __init__(self, *, is_list: bool) -> None:
        self.is_list = is_list
        self.keys: Path = ()
        self.reading_key = not is_list
        self.filled = False


class _Reader:
    """Reads words and keeps in mind which keys lead to where it is."""

    def __init__(self, text: bytes) -> None:
        self.text = text
        self.table: Path = ()
        self.keys: Path = ()
        self.phase: Literal["key", "header", "value", "done"] = "key"
        self.statement = 0
        self.levels: list[_Level] = []
        self.dotted = True

    def spots(self, offset: int) -> Iterator[_Spot]:
        """Yield all words of keys and values, and, if nothing stands at the offset, the room for one there."""
        at = len(_BOM) if self.text.startswith(_BOM) else 0
        size = len(self.text)
        kind: str | None = None
        while at < size:
            in_value = self.phase == "value" and not (self.levels and self.levels[-1].reading_key)
            found = (_IN_VALUES if in_value else _IN_KEYS).match(self.text, at)
            if found is None:
                break
            previous, kind, end = kind, found.lastgroup, found.end()
            if at == offset and kind in {"blank", "newline", "mark"} and previous != "comment":
                yield from self._room(offset)
            if kind in {"string", "bare"}:
                yield from self._word(at, end, found.group())
            elif kind == "newline":
                self._end_line(end)
            elif kind == "mark":
                self._mark(found.group())
            if kind == "blank" and at < offset < end:
                yield from self._room(offset)
            at = end
        if at == size == offset and kind != "comment":
            yield from self._room(offset)

    def _path(self) -> Path:
        path = (*self.table, *self.keys)
        for level in self.levels:
            path += level.keys
        return path

    def _room(self, offset: int) -> Iterator[_Spot]:
        """Yield the room for a word, if one can stand here."""
        level = self.levels[-1] if self.levels else None
        if self.phase == "key" or (self.phase == "value" and level is not None and level.reading_key):
            if self.dotted:
                yield _Spot(offset, offset, b"", self._path(), self.statement, is_key=True)
        elif self.phase == "value" and (level is None or not level.filled):
            in_list = level is not None and level.is_list
            yield _Spot(offset, offset, b"", self._path(), self.statement, in_list=in_list)

    def _word(self, start: int, end: int, text: bytes) -> Iterator[_Spot]:
        level = self.levels[-1] if self.levels else None
        spot = _Spot(start, end, text, self._path(), self.statement, is_key=True)
        if self.phase == "header":
            self.keys = (*self.keys, _content(spot))
        elif self.phase == "key":
            if self.dotted:
                yield spot
            self.keys = (*self.keys, _content(spot))
            self.dotted = False
        elif self.phase == "value" and level is not None and level.reading_key:
            if self.dotted:
                yield spot
            level.keys = (*level.keys, _content(spot))
            self.dotted = False
        elif self.phase == "value":
            yield spot._replace(is_key=False, in_list=level is not None and level.is_list)
            if level is None:
                self.phase = "done"
            else:
                level.filled = True

    def _mark(self, mark: bytes) -> None:
        level = self.levels[-1] if self.levels else None
        reading_key = self.phase == "key" or (self.phase == "value" and level is not None and level.reading_key)
        if mark == b"." and reading_key:
            self.dotted = True
        elif self.phase == "key":
            if mark == b"[" and not self.keys:
                self.phase = "header"
            elif mark == b"=":
                self.phase = "value"
        elif self.phase == "header" and mark == b"]":
            self.table, self.keys, self.phase = self.keys, (), "done"
        elif self.phase == "value":
            self._mark_in_value(mark, level)

    def _mark_in_value(self, mark: bytes, level: _Level | None) -> None:
        if mark in {b"[", b"{"}:
            self.levels.append(_Level(is_list=mark == b"["))
            self.dotted = True
        elif level is None:
            return
        elif mark == (b"]" if level.is_list else b"}"):
            self.levels.pop()
            if self.levels:
                self.levels[-1].filled = True
            else:
                self.phase = "done"
        elif mark == b"=" and level.reading_key:
            level.reading_key = False
        elif mark == b",":
            level.filled = False
            if not level.is_list:
                level.keys, level.reading_key, self.dotted = (), True, True

    def _end_line(self, at: int) -> None:
        """Begin a new statement, unless a list goes on."""
        if self.phase == "header":
            # A table whose bracket was not closed yet.
            self.table = self.keys or self.table
        elif self.phase == "value" and self.levels and _BEGINS_ANEW.match(self.text, at) is None:
            return
        self.keys, self.phase, self.levels, self.dotted = (), "key", [], True
        self.statement += 1


__all__ = ["Place", "place_at"]
