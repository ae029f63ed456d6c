"""Where findings and fixes are in a file as it is stored: in the JSON of a notebook, and not in its cells.

Services that show files know nothing of cells. Of other files these places are those of the findings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hublint.source.edit import Edit, apply
from hublint.source.ipynb import NotebookFile
from hublint.source.minimal import minimal_edits
from hublint.source.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hublint.output import FileReport
    from hublint.rule import Finding, Fix, Location


class Region(NamedTuple):
    """A stretch of a file: rows and columns count from 1, columns in code points; the end lies behind it."""

    row: int
    column: int
    end_row: int
    end_column: int


class Replacement(NamedTuple):
    """What takes the place of a region."""

    region: Region
    content: str


class RawFile:
    """A file of which no more is known than what its findings say: one that is no text."""

    encoding = "utf-8"

    def region(self, finding: Finding) -> Region:
        """Return where a finding is; of one without extent, such as what cannot be parsed, the place alone."""
        return Region(*finding.location, *finding.end_location)

    def replacements(self, fix: Fix) -> list[Replacement]:
        """Return what a fix does to the file, in order; those that touch are one, so that their order says nothing."""
        del fix
        return []


class RawText(RawFile):
    """A file whose findings are in its text."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.encoding = text.encoding

    def replacements(self, fix: Fix) -> list[Replacement]:
        """Return the edits of a fix."""
        return [
            Replacement(self._between(edit.start, edit.end), edit.replacement)
            for edit in _joined(sorted(set(self._edits(fix))))
        ]

    def _edits(self, fix: Fix) -> Iterable[Edit]:
        return fix.edits

    def _between(self, start: int, end: int) -> Region:
        return Region(*self.text.position(start), *self.text.position(end))


class RawNotebook(RawText):
    """A notebook, whose findings are in its cells."""

    def __init__(self, data: bytes, cells: Mapping[int | None, Text]) -> None:
        super().__init__(Text.decoded(data))
        self._cells = cells
        self._file = NotebookFile(data)
        self._places: dict[int, list[tuple[int, int]]] = {}

    def region(self, finding: Finding) -> Region:
        """Return where the characters are written that a finding in a cell is about."""
        number = finding.cell or 0
        places = self._places.get(number)
        if places is None:
            places = self._places[number] = self._file.places(number)
        if not places:
            return Region(1, 1, 1, 1)
        start = _characters_before(self._cells[number], finding.location)
        end = _characters_before(self._cells[number], finding.end_location)
        # What is behind the last character of a cell is where that one ends.
        first = places[start][0] if start < len(places) else places[-1][1]
        last = places[end - 1][1] if start < end else first
        text = self.text.utf8.decode()
        offset = len(text[:first].encode())
        return self._between(offset, offset + len(text[first:last].encode()))

    def _edits(self, fix: Fix) -> Iterable[Edit]:
        """Return the edits of the file that edits of cells amount to."""
        by_cell: dict[int | None, list[Edit]] = {}
        for edit in fix.edits:
            by_cell.setdefault(edit.cell, []).append(edit)
        cells = []
        for cell in self._file.cells:
            if cell.number in by_cell:
                text = self._cells[cell.number]
                changed = text.encode(apply(text.utf8, by_cell[cell.number]))
                cells.append(cell._replace(text=changed.decode()))
        return minimal_edits(self.text.utf8, Text.decoded(self._file.with_cells(cells)).utf8)


def raw(report: FileReport) -> RawFile:
    """Return the file of a report as it is stored."""
    texts = report.texts()
    if not texts:
        return RawFile()
    return RawText(texts[None]) if None in texts else RawNotebook(report.data, texts)


def _characters_before(text: Text, location: Location) -> int:
    """Return how many characters of a cell stand before a place in it."""
    row, column = location
    before = text.utf8 if row > len(text.line_starts) else text.utf8[: text.line_starts[row - 1]]
    return len((text.bom + before).decode()) + column - 1


def _joined(edits: Iterable[Edit]) -> list[Edit]:
    """Return edits that are in order, with those that touch as one."""
    joined: list[Edit] = []
    for edit in edits:
        if joined and joined[-1].end == edit.start:
            before = joined.pop()
            joined.append(Edit(before.start, edit.end, before.replacement + edit.replacement))
        else:
            joined.append(edit)
    return joined


__all__ = ["RawFile", "Region", "Replacement", "raw"]
