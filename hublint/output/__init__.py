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

    def text(self) -> Text | None:
        """Return the file as text, None where it is none: such a file has one finding, which says so."""
        try:
            return Text(self.data)
        except SourceError:
            return None


def applies(fix: Fix | None, *, unsafe: bool) -> bool:
    """Tell whether the command line's options would apply a fix."""
    return fix is not None and (unsafe or fix.applicability == "safe")


def is_marked(finding: Finding, *, unsafe: bool) -> bool:
    """Tell whether a finding gets the mark of what the command line's options would fix.

    An unsafe fix that could not be tried out is one that --verify has held back.
    """
    held_back = (finding.note or "").startswith(UNVERIFIED) and not applies(finding.fix, unsafe=False)
    return applies(finding.fix, unsafe=unsafe) and not held_back


def count(number: int, noun: str) -> str:
    """Write a number and what is counted: `1 file`, `2 files`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


__all__ = ["UNVERIFIED", "FileReport", "applies", "count", "is_marked"]
