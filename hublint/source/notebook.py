r"""The code cells of a notebook as one Python text, so that names flow from cell to cell as they do when it is run.

How an editor uses it:

    notebook = Notebook([Cell(1, "import tensorflow as tf"), Cell(3, "!ls\nsess = tf.Session()")])
    notebook.text                    # a Text like any other: Source(notebook.text, path) is what features work on
    notebook.cell_offset(offset)     # (index in the list, offset in the UTF-8 of that cell's own text), or None
    notebook.text_offset(index, at)  # the way back, or None for what is hidden from Python
    notebook.unread                  # cells that do not parse, by index: they have no part in the text
    notebook.files                   # what `%%writefile` cells write, for it is to be checked as files of their own
    notebook.cells_of(changed)       # the cells' texts after the text has been changed, None where cells cannot follow

`hublint.notebooks` finds and fixes with it. A name that nothing else in the notebook holds stands on a line before each
cell in the text, and others stand for what only IPython understands (`hublint.source.magics`): by these the cells are
told apart again, and put together again, whatever fixes have done to the rest. They are statements and no comments, for
comments go where the code goes that they seem to speak of.
"""

from __future__ import annotations

import ast
import re
from bisect import bisect_right
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from hublint.source.magics import Masked, NeedsIPythonError, UnreadableError, mask, unmask
from hublint.source.source import parse
from hublint.source.text import SourceError, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_NAME: Final = "__hublint"
_NEWLINE: Final = re.compile(r"\r\n|\n|\r")
_WORD: Final = re.compile(r"[^\W\d]\w*")

NEEDS_IPYTHON: Final = "needs IPython to be read: pip install 'hublint[notebooks]'"


class Cell(NamedTuple):
    """A code cell: its number among all cells of the notebook, counted from 1, and its text."""

    number: int
    text: str


class File(NamedTuple):
    """What a `%%writefile` cell writes: the cell's index, the file's name, its text, and at which byte that begins."""

    position: int
    name: str
    text: str
    start: int


class _Part(NamedTuple):
    """A cell that has a part in the text: at which offsets its Python begins and ends there, and what is seen of it.

    `position` is its index, and `seen` are the spans that are the same in both, by their offset in the cell, their
    offset in the text, and length.
    """

    position: int
    marker: str
    masked: Masked
    start: int
    end: int
    seen: tuple[tuple[int, int, int], ...]


class Notebook:
    """The code cells of one notebook, in order. Made once, never changed.

    Attributes:
        cells: the cells, as given.
        text: the Python of those that can be read.
        unread: why others cannot, by their index in `cells`.
        needs_ipython: the indexes of those that only IPython can tell, which is not installed.
        files: what cells write that are for that alone.
    """

    def __init__(self, cells: Iterable[Cell]) -> None:
        self.cells = tuple(cells)
        self.unread: dict[int, SourceError] = {}
        self.needs_ipython: list[int] = []
        self.files: list[File] = []
        everything = "\n".join(cell.text for cell in self.cells)
        newline = _NEWLINE.search("".join(cell.text for cell in self.cells))
        self._newline = newline.group() if newline is not None else "\n"
        self._name = _NAME
        while self._name in everything:
            self._name += "_"
        self._parts: list[_Part] = []
        self._words: set[str] = set()
        written: list[bytes] = []
        at = 0
        for index, cell in enumerate(self.cells):
            masked = self._read(index, cell)
            if masked is None:
                continue
            marker = f"{self._name}_cell_{cell.number}__"
            before, body = f"{marker}{self._newline}".encode(), masked.text.encode()
            at += len(before)
            self._parts.append(_Part(index, marker, masked, at, at + len(body), tuple(_seen(cell.text, masked, at))))
            written += (before, body, self._newline.encode())
            at += len(body) + len(self._newline)
        self._starts = [part.start for part in self._parts]
        self.text: NotebookText = NotebookText(self, b"".join(written))

    def _word(self, cell: Cell) -> str:
        return f"{self._name}_{cell.number}_"

    def _read(self, index: int, cell: Cell) -> Masked | None:
        """Return the Python of a cell; None, and a note of it, if it has none."""
        try:
            masked = _read(cell.text, self._word(cell))
        except NeedsIPythonError:
            self.needs_ipython.append(index)
            masked = Masked("", python=False)
        if isinstance(masked, SourceError):
            self.unread[index] = masked
        elif masked.python:
            self._words |= masked.words
            return masked
        elif masked.file is not None:
            name, start = masked.file
            self.files.append(File(index, name, cell.text[start:], len(cell.text[:start].encode())))
        self._words.update(_WORD.findall(cell.text) if isinstance(masked, SourceError) else masked.words)
        return None

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """The cells' own texts."""
        return tuple(Text.decoded(cell.text.encode(errors="replace")) for cell in self.cells)

    # Places

    def cell_offset(self, offset: int) -> tuple[int, int] | None:
        """Return the index of the cell that an offset into the text lies in, and the offset into the cell's UTF-8.

        None for what stands in no cell: the lines between them, and the inside of what stands for something hidden.
        """
        at = bisect_right(self._starts, offset) - 1
        if at < 0 or offset > self._parts[at].end:
            return None
        part = self._parts[at]
        for in_cell, in_text, length in reversed(part.seen):
            if in_text <= offset:
                return (part.position, offset - in_text + in_cell) if offset <= in_text + length else None
        return None

    def nearest(self, offset: int) -> tuple[int, int]:
        """Return the beginning of the cell that an offset into the text lies in, or next to, as `cell_offset` does."""
        part = self._parts[max(0, bisect_right(self._starts, offset) - 1)]
        return part.position, 0

    def text_offset(self, index: int, offset: int) -> int | None:
        """Return the offset into the text of an offset into the UTF-8 of a cell, given by its index; None if hidden."""
        for part in self._parts:
            if part.position == index:
                for in_cell, in_text, length in reversed(part.seen):
                    if in_cell <= offset:
                        return offset - in_cell + in_text if offset <= in_cell + length else None
        return None

    # Changes

    def cells_of(self, utf8: bytes) -> list[str] | None:
        """Return the texts of all cells that a changed text stands for.

        None if it stands for none: a cell has lost its beginning, or what is IPython's would not be read as that again.
        """
        found = self._split(utf8.decode())
        if found is None:
            return None
        texts = [cell.text for cell in self.cells]
        for part, changed in zip(self._parts, found, strict=True):
            if changed == part.masked.text:
                continue
            cell = self.cells[part.position]
            text = unmask(cell.text, part.masked, changed)
            if text is None or self._name in text:
                return None
            again = _read(text, self._word(cell))
            if isinstance(again, SourceError) or again.text != changed or _heads(again) != _heads(part.masked):
                return None
            texts[part.position] = _without_blank_end(text, cell.text)
        return texts

    def _split(self, text: str) -> list[str] | None:
        """Cut a changed text at the lines between the cells."""
        newline = self._newline
        markers = [part.marker + newline for part in self._parts]
        parts: list[str] = []
        at = 0
        for index, marker in enumerate(markers):
            if not text.startswith(marker, at):
                return None
            at += len(marker)
            following = markers[index + 1] if index + 1 < len(markers) else None
            if (at == len(text)) if following is None else text.startswith(following, at):
                parts.append("")  # the only line of a cell goes with its newline
                continue
            end = len(text) - len(newline) if following is None else text.find(newline + following, at)
            if end < at or not text.startswith(newline, end):
                return None
            parts.append(text[at:end])
            at = end + len(newline)
        return parts

    def empties_cell(self, utf8: bytes) -> bool:
        """Tell whether all the code of a cell is gone from it in a changed text, into another one perhaps."""
        parts = self._split(utf8.decode()) or []
        return any(
            part.masked.text != changed and _has_code(part.masked.text) and not _has_code(changed)
            for part, changed in zip(self._parts, parts, strict=True)
        )

    def loses_name(self, utf8: bytes) -> bool:
        """Tell whether a changed text no longer gives a name that cells may read where Python cannot see it."""
        return bool(self._needed) and not self._needed <= bound(utf8)

    @cached_property
    def _needed(self) -> frozenset[str]:
        return bound(self.text.utf8) & self._words if self._words else frozenset()

    def starts_in(self, utf8: bytes) -> list[int]:
        """Return the offsets at which cells begin in the text, or in a changed one."""
        found: list[int] = []
        at = 0
        for part in self._parts:
            marker = part.marker.encode()
            at = utf8.find(marker, at)
            if at < 0:
                break
            at += len(marker) + len(self._newline)
            found.append(at)
        return found


class NotebookText(Text):
    """The text of a notebook's cells, which only changes in ways that the cells can follow."""

    __slots__ = ("_cell_starts", "notebook")

    def __init__(self, notebook: Notebook, utf8: bytes) -> None:
        """Keep what the cells are, or what they have been changed to."""
        self.keep_decoded(utf8)
        self.notebook = notebook
        self._cell_starts: list[int] | None = None

    @property
    def cell_starts(self) -> Sequence[int]:
        """The offsets at which cells begin."""
        if self._cell_starts is None:
            self._cell_starts = self.notebook.starts_in(self.utf8)
        return self._cell_starts

    def changed(self, utf8: bytes) -> NotebookText:
        """Return the text that stands here when it is replaced by `utf8`.

        Raises:
            SourceError: if the cells cannot follow.
        """
        if self.notebook.cells_of(utf8) is None:
            raise SourceError(REACHES_TOO_FAR)
        if self.notebook.empties_cell(utf8):
            raise SourceError(EMPTIES_CELL)
        if self.notebook.loses_name(utf8):
            raise SourceError(LOSES_NAME)
        return NotebookText(self.notebook, utf8)


REACHES_TOO_FAR: Final = "its rewrite reaches over the edge of a cell, or into what only IPython understands"
EMPTIES_CELL: Final = "its rewrite would leave no code in a cell"
LOSES_NAME: Final = "its rewrite takes a name away that may be of use to what only IPython understands"


@lru_cache(maxsize=4096)
def _read(text: str, word: str) -> Masked | SourceError:
    """Return a cell as Python, or why that cannot be; remembered, since most cells stay while one is edited.

    Raises:
        NeedsIPythonError: if only IPython can tell, and it is not there.
    """
    try:
        text.encode()
        masked = mask(text, word)
        if masked.python:
            parse(Text.decoded(masked.text.encode()))
    except UnicodeEncodeError:
        return SourceError("holds half a character (a lone surrogate)")
    except UnreadableError:
        return SourceError("cannot be followed in what IPython makes of it")
    except SourceError as error:
        return error
    return masked


def _heads(masked: Masked) -> list[tuple[str, bool]]:
    """Return what IPython is given in a cell, and whether it is given the whole cell by it."""
    return [(one.name, one.heads) for one in masked.hidden if one.name]


def _without_blank_end(text: str, before: str) -> str:
    """Return a cell without the blank lines that a rewrite has left at its end, and that were not there before."""
    bare = text.rstrip("\r\n")
    tail = before[len(before.rstrip("\r\n")) :]
    return bare + tail if len(text) - len(bare) > len(tail) else text


def _seen(cell: str, masked: Masked, start: int) -> Iterator[tuple[int, int, int]]:
    """Yield the spans of a cell that are not hidden: offset in its UTF-8, offset in the text, and length."""
    at = offset = 0
    for one in masked.hidden:
        length = len(cell[at : one.start].encode())
        yield offset, start, length
        offset += length + len(cell[one.start : one.end].encode())
        start += length + len(one.token.encode())
        at = one.end
    yield offset, start, len(cell[at:].encode())


def _has_code(python: str) -> bool:
    """Tell whether a cell has a statement that is no import, nor stands for what is IPython's."""
    return any(
        not isinstance(statement, (ast.Import, ast.ImportFrom))
        and not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Name))
        for statement in ast.parse(python).body
    )


def bound(utf8: bytes) -> frozenset[str]:
    """Return the names that a program binds, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(utf8.decode())):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names.update(alias.asname or alias.name.partition(".")[0] for alias in node.names)
    return frozenset(names)


__all__ = [
    "EMPTIES_CELL",
    "LOSES_NAME",
    "NEEDS_IPYTHON",
    "REACHES_TOO_FAR",
    "Cell",
    "File",
    "Notebook",
    "NotebookText",
    "bound",
]
