"""Findings as people and programs read them: each format is one module with a function `render`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hublint.source.text import SourceError, Text

if TYPE_CHECKING:
    from pathlib import Path

    from hublint.rule import Finding, Fix


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


def count(number: int, noun: str) -> str:
    """Write a number and what is counted: `1 file`, `2 files`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


__all__ = ["FileReport", "applies", "count"]
