"""The file of a notebook: its cells, and how they are written back so that all else stays byte for byte."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from hublint.source.minimal import hunks
from hublint.source.notebook import Cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_BOM: Final = "\ufeff"
_BLANK: Final = re.compile(r"[ \t\r\n]*")
_STRING: Final = re.compile(r'"((?:[^"\\]|\\.)*)"')
# A character as a JSON string writes it: what lies beyond the first plane may be written as two escapes.
_CHARACTER: Final = r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|[^\\]"


class NotebookError(Exception):
    """A file that is no notebook which can be read; its text is the end of a sentence that begins with the name."""


class NotebookFile:
    """The file of a notebook.

    Attributes:
        language: what its code is written in, in small letters.
        language_version: which version of it last ran the notebook, such as "2.7.13"; empty where it does not say.
        cells: its code cells that are in this language.
    """

    def __init__(self, data: bytes) -> None:
        """Read it.

        Raises:
            NotebookError: if it is no notebook, or of an older format.
        """
        try:
            text = data.decode()
        except UnicodeDecodeError:
            raise NotebookError("is no notebook: it is not UTF-8 text") from None
        self._bom = _BOM if text.startswith(_BOM) else ""
        self._text = text[len(self._bom) :]
        try:
            document = json.loads(self._text)
        except (ValueError, RecursionError):
            raise NotebookError("is no notebook: no JSON document" if data.strip() else "is empty") from None
        cells = document.get("cells") if isinstance(document, dict) else None
        if not isinstance(cells, list):
            older = isinstance(document, dict) and "worksheets" in document
            hint = ", but one of a format before 4, which Jupyter converts when it saves it" if older else ""
            raise NotebookError(f"is no notebook: it has no list of cells{hint}")
        self.language = _language(document)
        self.language_version = _language_version(document)
        self.cells: list[Cell] = []
        for number, cell in enumerate(cells, 1):
            if isinstance(cell, dict) and cell.get("cell_type") == "code":
                text = _source(cell, number)
                if _language_of_cell(cell) in {None, self.language}:
                    self.cells.append(Cell(number, text))

    def places(self, number: int) -> list[tuple[int, int]]:
        """Return where each character of a cell's text is written: it may be an escape of several characters.

        Both ends count the characters of the file behind a byte order mark.
        """
        for at, (start, end) in enumerate(_source_spans(self._text), 1):
            if at == number:
                character = re.compile(_CHARACTER)
                strings = _STRING.finditer(self._text, start, end)
                return [one.span() for string in strings for one in character.finditer(self._text, *string.span(1))]
        return []

    def with_cells(self, cells: Iterable[Cell]) -> bytes:
        """Return the file with other texts in some of its cells."""
        texts = {cell.number: cell.text for cell in cells}
        before = {cell.number: cell.text for cell in self.cells}
        parts: list[str] = [self._bom]
        at = 0
        for number, (start, end) in enumerate(_source_spans(self._text), 1):
            if number in texts and texts[number] != before[number]:
                parts += (self._text[at:start], _rewritten(self._text[start:end], texts[number]))
                at = end
        return "".join((*parts, self._text[at:])).encode()


def why_unusable(data: bytes) -> str | None:
    """Return why a notebook that was named cannot be checked, as NotebookError does; None if it can."""
    if not data:
        return "is empty, not a notebook"
    try:
        file = NotebookFile(data)
    except NotebookError as error:
        return str(error)
    return None if file.language == "python" else f"is a notebook in {file.language}, not in Python"


def _language(document: dict[str, Any]) -> str:
    metadata = document.get("metadata")
    for key, name in (("kernelspec", "language"), ("language_info", "name")):
        part = metadata.get(key) if isinstance(metadata, dict) else None
        if isinstance(part, dict) and isinstance(part.get(name), str):
            return str(part[name]).lower()
    return "python"


def _language_version(document: dict[str, Any]) -> str:
    metadata = document.get("metadata")
    information = metadata.get("language_info") if isinstance(metadata, dict) else None
    version = information.get("version") if isinstance(information, dict) else None
    return version if isinstance(version, str) else ""


def _language_of_cell(cell: dict[str, Any]) -> str | None:
    """Return the language that VS Code has been told a cell is in, if it is its own."""
    metadata = cell.get("metadata")
    own = metadata.get("vscode") if isinstance(metadata, dict) else None
    language = own.get("languageId") if isinstance(own, dict) else None
    return language.lower() if isinstance(language, str) else None


def _source(cell: dict[str, Any], number: int) -> str:
    source = cell.get("source", "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        return "".join(source)
    if not isinstance(source, str):
        raise NotebookError(f"is no notebook: the source of cell {number} is no text")
    return source


# Where things stand in the file.


def _source_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the source of each cell is written; an empty span for one that has none."""
    top = dict(_members(text, _behind_blank(text, 0)))
    for start, _ in _elements(text, top["cells"][0]):
        yield dict(_members(text, start)).get("source", (0, 0)) if text[start] == "{" else (0, 0)


def _members(text: str, at: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the keys of an object with the spans of their values; of equal keys, JSON means the last one."""
    decode = json.JSONDecoder().raw_decode
    at = _behind_blank(text, at + 1)
    while text[at] != "}":
        key, at = decode(text, at)
        start = _behind_blank(text, _behind_blank(text, at) + 1)
        _, end = decode(text, start)
        yield key, (start, end)
        at = _behind_comma(text, end)


def _elements(text: str, at: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of the elements of an array."""
    decode = json.JSONDecoder().raw_decode
    at = _behind_blank(text, at + 1)
    while text[at] != "]":
        _, end = decode(text, at)
        yield at, end
        at = _behind_comma(text, end)


def _behind_blank(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return at if blank is None else blank.end()


def _behind_comma(text: str, at: int) -> int:
    at = _behind_blank(text, at)
    return _behind_blank(text, at + 1) if text[at] == "," else at


# Writing.


class _Line(NamedTuple):
    """A line of a cell: its text and newline, and how both are written in the file."""

    text: str
    newline: str
    written: str
    written_newline: str


def _rewritten(written: str, text: str) -> str:
    """Return a cell's source, as the file has it, with another text; lines that stay are written as they were."""
    strings = list(_STRING.finditer(written))
    old = _lines(character for string in strings for character in re.findall(_CHARACTER, string[1]))
    new = [(body, line[len(body) :]) for line in _split(text) for body in (line.rstrip("\r\n"),)]
    # A file without any characters beyond ASCII has those of its cells escaped.
    escaped = written.isascii()
    lines: list[str] = []
    kept = _kept([line.text for line in old], [body for body, _ in new])
    for (body, newline), at in zip(new, kept, strict=True):
        same = old[at] if at is not None else None
        line = json.dumps(body, ensure_ascii=escaped)[1:-1] if same is None else same.written
        end = json.dumps(newline)[1:-1] if same is None or same.newline != newline else same.written_newline
        lines.append(line + end)
    if not written.startswith("["):
        return f'"{"".join(lines)}"'
    return _listed(written, strings, lines, kept if len(old) == len(strings) else [None] * len(lines))


def _listed(written: str, strings: Sequence[re.Match[str]], lines: Sequence[str], kept: Sequence[int | None]) -> str:
    """Return a list of lines, laid out as another one was; `kept` tells which of its lines some of them are."""
    if not (strings and lines):
        quoted = [f'"{line}"' for line in lines]
        return f"[{', '.join(quoted)}]"
    opening = written[: strings[0].start()]
    between = [written[one.end() : other.start()] for one, other in pairwise(strings)]
    usual = between[0] if between else "," + (opening[1:] or " ")
    parts: list[str] = []
    for line, at in zip(lines, kept, strict=True):
        lead = between[at - 1] if at else usual
        parts += (lead if parts else opening, f'"{line}"')
    return "".join((*parts, written[strings[-1].end() :]))


def _kept(old: Sequence[str], new: Sequence[str]) -> list[int | None]:
    """Return for each new line which old one it is, None for one that has changed."""
    kept: list[int | None] = []
    at = 0
    encoded = [[line.encode(errors="surrogatepass") for line in lines] for lines in (old, new)]
    for first, last, start, end in hunks(*encoded):
        kept += range(at, first)
        kept += [None] * (end - start)
        at = last
    return [*kept, *range(at, len(old))]


def _split(text: str) -> list[str]:
    lines = text.encode(errors="surrogatepass").splitlines(keepends=True)
    return [line.decode(errors="surrogatepass") for line in lines]


def _lines(characters: Iterator[str]) -> list[_Line]:
    """Return the lines that characters make, each as JSON writes it."""
    lines: list[_Line] = []
    text: list[str] = []
    newline: list[str] = []
    written: list[str] = []
    written_newline: list[str] = []

    def end() -> None:
        lines.append(_Line("".join(text), "".join(newline), "".join(written), "".join(written_newline)))
        for part in (text, newline, written, written_newline):
            part.clear()

    for one in characters:
        character = json.loads(f'"{one}"') if one.startswith("\\") else one
        if newline and not (newline == ["\r"] and character == "\n"):
            end()
        (newline if character in "\r\n" else text).append(character)
        (written_newline if character in "\r\n" else written).append(one)
    if text or newline:
        end()
    return lines


__all__ = ["NotebookError", "NotebookFile", "why_unusable"]
