"""Findings as people and programs read them: each format is one module with a function `render`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from hublint.source.text import SourceError, Text

if TYPE_CHECKING:
    from pathlib import Path

    from hublint.rule import Finding, Fix

UNVERIFIED: Final = "not verified: "
"""What the note of a finding begins with whose fix could not be tried out."""


class FileReport(NamedTuple):
    """The findings of one file, and the bytes that they were found in."""

    path: Path
    data: bytes
    findings: list[Finding]

    def texts(self) -> dict[int | None, Text]:
        """Return the file as text, by None, or that of a notebook's cells, by their numbers.

        There is none of a file that is not text: it has one finding, which says so.
        """
        if any(finding.cell is not None for finding in self.findings):
            return cell_texts(self.data)
        try:
            return {None: Text(self.data)}
        except SourceError:
            return {}


class Failure(NamedTuple):
    """What kept hublint from checking a file, or anything at all: a sentence, and the path where one is known."""

    path: Path | None
    sentence: str


def cell_texts(data: bytes) -> dict[int | None, Text]:
    """Return the texts of a notebook's code cells, by their numbers."""
    from hublint.source.ipynb import NotebookFile

    return {cell.number: Text.decoded(cell.text.encode(errors="replace")) for cell in NotebookFile(data).cells}


def place(finding: Finding) -> str:
    """Write where a finding is: `file.py:3:1`, or `notebook.ipynb:cell 2:3:1`."""
    row, column = finding.location
    cell = "" if finding.cell is None else f"cell {finding.cell}:"
    return f"{finding.filename}:{cell}{row}:{column}"


def applies(fix: Fix | None, *, unsafe: bool) -> bool:
    """Tell whether the command line's options would apply a fix."""
    return fix is not None and (unsafe or fix.applicability == "safe")


def is_marked(finding: Finding, *, unsafe: bool) -> bool:
    """Tell whether a finding gets the mark of what the command line's options would fix.

    An unsafe fix that could not be tried out is one that --verify has held back.
    """
    held_back = (finding.note or "").startswith(UNVERIFIED) and not applies(finding.fix, unsafe=False)
    return applies(finding.fix, unsafe=unsafe) and not held_back


def count(number: int, noun: str, plural: str | None = None) -> str:
    """Write a number and what is counted: `1 file`, `2 files`; the plural is given where it is no `s`."""
    return f"{number} {noun}" if number == 1 else f"{number} {plural or f'{noun}s'}"


__all__ = ["UNVERIFIED", "Failure", "FileReport", "applies", "cell_texts", "count", "is_marked", "place"]
