"""The table of TensorFlow's public symbols, read a line at a time.

The data (see `regenerate`) is text sorted by name, and a look-up is a binary search in it: reading a file takes a
millisecond, parsing all of it would take two hundred.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from hublint.tfapi import columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Kind = Literal["class", "function", "module", "value"]

_KINDS: Final[dict[str, Kind]] = {"c": "class", "f": "function", "m": "module", "v": "value"}
_FIELDS: Final = 7


class Parameter(NamedTuple):
    """One parameter; `star` is how far it takes more than one: `*` or `**`."""

    name: str
    default: str | None = None
    keyword_only: bool = False
    star: str = ""


class Symbol(NamedTuple):
    """A public symbol in one of TensorFlow's two APIs.

    Attributes:
        name: the dotted name behind `tensorflow.` (or `tensorflow.compat.v1.`).
        kind: what it is, in the newest release that has it.
        columns: the releases that have it, as bits.
        same: TensorFlow 2 names of the same implementation, each with the columns in which that is so.
        alias: for a name that newer releases lack, another TensorFlow 1 name of the same implementation.
        parameters: how it is called, by columns.
        keywords: keyword arguments that were renamed, old to new.
        deprecated: the releases that say that it goes.
        removal: when they say it goes, `2020-10-28`, if they do.
        instead: what they name in its place, without `tensorflow.`.
    """

    name: str
    kind: Kind
    columns: int
    same: tuple[tuple[str, int], ...] = ()
    alias: str = ""
    parameters: tuple[tuple[int, tuple[Parameter, ...]], ...] = ()
    keywords: Mapping[str, str] = {}
    deprecated: int = 0
    removal: str = ""
    instead: str = ""

    def same_on(self, bit: int) -> str | None:
        """Return the TensorFlow 2 name of the same implementation in a column."""
        return next((name for name, bits in self.same if bits & bit), None)

    def parameters_on(self, bit: int) -> tuple[Parameter, ...] | None:
        """Return how the symbol is called in a column; None where that is not known."""
        return next((parameters for bits, parameters in self.parameters if bits & bit), None)


class _Text:
    """A sorted text, looked up by the first field of its lines."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._data: bytes | None = None

    def find(self, key: str) -> list[str] | None:
        """Return the fields of the line that begins with a key."""
        if self._data is None:
            import os

            path = os.path.join(os.path.dirname(__file__), "data", self._name)
            with open(path, "rb") as file:
                self._data = file.read()
        data = self._data
        wanted = key.encode()
        low, high = 0, len(data)
        while low < high:
            start = data.rfind(b"\n", 0, (low + high) // 2) + 1
            end = data.index(b"\n", start)
            found = data[start:end].partition(b"\t")[0]
            if found == wanted:
                return data[start:end].decode().split("\t")
            if found < wanted:
                low = end + 1
            else:
                high = start
        return None

    def lines(self) -> Iterator[list[str]]:
        """Yield the fields of all lines."""
        self.find("")
        for line in (self._data or b"").decode().splitlines():
            yield line.split("\t")


_FIRST: Final = _Text("v1.tsv")
_SECOND: Final = _Text("v2.tsv")
_PRIVATE: Final = _Text("private.tsv")
_LOST: Final = _Text("lost.tsv")
_ABSENT: Final = _Text("absent.tsv")
_MODULES: Final = _Text("modules.tsv")

# A server is asked of all that is ever typed, most of which is no name.
MOST_REMEMBERED: Final = 1 << 14


def first(name: str) -> Symbol | None:
    """Return a symbol of TensorFlow 1's API, which later releases have under `tensorflow.compat.v1`."""
    return _symbol(_FIRST, name)


def second(name: str) -> Symbol | None:
    """Return a symbol of TensorFlow 2's API."""
    return _symbol(_SECOND, name)


def every(api: Literal[1, 2]) -> Iterator[Symbol]:
    """Yield all symbols of one of the two APIs."""
    for fields in (_FIRST if api == 1 else _SECOND).lines():
        yield _read(fields)


def names(api: Literal[1, 2]) -> Iterator[str]:
    """Yield the names of all symbols of one of the two APIs, without reading what else is known of them."""
    for fields in (_FIRST if api == 1 else _SECOND).lines():
        yield fields[0]


def private(name: str) -> tuple[str | None, str | None]:
    """Return the public names, in either API, of what an implementation module gives: `python.ops.math_ops.add`."""
    public = _public(_PRIVATE, name)
    if public is None:
        return lost(name) or None, None
    if public[1:2] != ":":
        return public, public
    marked = dict(part.split(":") for part in public.split(","))
    return marked.get("1"), marked.get("2")


def lost(name: str) -> str | None:
    """Return the TensorFlow 1 name of what an implementation module held in 1.15 and newer releases' do not.

    Empty for what has no public name, None for all other names.
    """
    return _public(_LOST, name)


def absent(name: str) -> bool:
    """Tell whether the newest release's implementation module lacks a name that these tables list: `python.ops.add`."""
    return _public(_ABSENT, name) is not None


@lru_cache(maxsize=MOST_REMEMBERED)
def _public(text: _Text, name: str) -> str | None:
    """Return what stands for the public names of an implementation module's name; None where it is not listed."""
    module, _, attribute = name.rpartition(".")
    line = text.find(module)
    for entry in line[1].split(" ") if line is not None else ():
        given, equals, public = entry.partition("=")
        if given == attribute:
            return public if equals else attribute
    return None


def module_columns(name: str) -> int:
    """Return the releases that have an implementation module, `python.ops.math_ops`."""
    line = _MODULES.find(name)
    return columns.read(line[1]) if line is not None else 0


@lru_cache(maxsize=MOST_REMEMBERED)
def _symbol(text: _Text, name: str) -> Symbol | None:
    fields = text.find(name)
    return _read(fields) if fields is not None else None


def _read(fields: list[str]) -> Symbol:
    name, kind, where, same, parameters, keywords, deprecated = fields + [""] * (_FIELDS - len(fields))
    here = columns.read(where)
    told = re.fullmatch(r"([^>]*?)(?: (\d{4}-\d\d-\d\d))?(?: ?>(\S+))?", deprecated)
    return Symbol(
        name,
        _KINDS[kind],
        here,
        tuple(_same(same, here)),
        next((part[1:] for part in same.split() if part.startswith("=")), ""),
        tuple(_by_columns(parameters, here)),
        dict(pair.split(">") for pair in keywords.split()),
        columns.read(told[1]) if told else 0,
        (told[2] if told else "") or "",
        (told[3] if told else "") or "",
    )


def _same(text: str, here: int) -> Iterator[tuple[str, int]]:
    for part in text.split():
        if part.startswith("="):
            continue
        name, at, where = part.partition("@")
        yield name, (columns.read(where.replace(",", " ")) if at else here)


def _by_columns(text: str, here: int) -> Iterator[tuple[int, tuple[Parameter, ...]]]:
    for part in text.split(" | ") if text else ():
        where, bracket, listed = part.partition("] ")
        if bracket:
            yield columns.read(where[1:]), _parameters(listed[1:-1])
        else:
            yield here, _parameters(part[1:-1])


def _parameters(text: str) -> tuple[Parameter, ...]:
    found: list[Parameter] = []
    keyword_only = False
    for part in text.split(", ") if text else ():
        name, equals, default = part.partition("=")
        star = "**" if name.startswith("**") else "*" if name.startswith("*") else ""
        if name != "*":
            found.append(Parameter(name.lstrip("*"), default if equals else None, keyword_only and not star, star))
        keyword_only |= star == "*"
    return tuple(found)


__all__ = [
    "Kind",
    "Parameter",
    "Symbol",
    "absent",
    "every",
    "first",
    "lost",
    "module_columns",
    "names",
    "private",
    "second",
]
