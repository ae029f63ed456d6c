"""What tells a finding apart from others, in this run and in later ones, when the lines above it have changed.

Services compare two reports by it, so that a finding that has only moved is not a new one.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from hublint.output import FileReport

_BLOCK: Final = 100
_FACTOR: Final = 37
_WORD: Final = (1 << 64) - 1
_BEHIND: Final = pow(_FACTOR, _BLOCK, 1 << 64)
_END: Final = 0xFFFF


class Fingerprints:
    """Gives each finding of a run a fingerprint that no other finding of the run has.

    It is made from the path, the rule and the line that the finding begins in, without the blanks round it: neither
    what stands in other lines nor the message, which may name them, has a part in it. What is the same in all this is
    counted, in the order of the file.
    """

    def __init__(self) -> None:
        self._seen: Counter[tuple[str, str, str]] = Counter()

    def of(self, report: FileReport, path: str) -> list[str]:
        """Return a fingerprint for each finding of a file; `path` is how the report names it."""
        found: list[str] = []
        for finding, line in zip(report.findings, first_lines(report), strict=True):
            key = path, finding.code, line
            self._seen[key] += 1
            parts = "\0".join((*key, str(self._seen[key])))
            found.append(hashlib.sha256(parts.encode(errors="surrogatepass")).hexdigest()[:32])
        return found


def first_lines(report: FileReport) -> list[str]:
    """Return the line that each finding of a file begins in, without the blanks round it."""
    texts = report.texts() if report.findings else {}
    lines: list[str] = []
    for finding in report.findings:
        text = texts.get(finding.cell)
        row = finding.location.row
        lines.append(text.line(row).strip() if text is not None and row <= len(text.line_starts) else "")
    return lines


def line_hashes(data: bytes) -> list[str]:
    """Return what GitHub tells the lines of a file by, for each line, as its `upload-sarif` action computes it.

    It is a rolling hash of the 100 UTF-16 code units from the line's beginning on: blanks are left out, newlines are
    all the same, and 0xFFFF and zeros stand behind the end. After a colon comes how many lines so far have that hash.
    """
    text = re.sub(r"[ \t]", "", re.sub(r"\r\n?", "\n", data.decode(errors="replace")))
    units = [*memoryview(text.encode(f"utf-16-{sys.byteorder[0]}e")).cast("H"), _END]
    starts = [0, *(at for at, unit in enumerate(units, 1) if unit == 0x0A)]
    hashes = list(
        accumulate((*units, *[0] * _BLOCK), lambda before, unit: (before * _FACTOR + unit) & _WORD, initial=0)
    )
    seen: Counter[int] = Counter()
    found: list[str] = []
    for start in starts:
        value = (hashes[start + _BLOCK] - hashes[start] * _BEHIND) & _WORD
        seen[value] += 1
        found.append(f"{value:x}:{seen[value]}")
    return found


__all__ = ["Fingerprints", "first_lines", "line_hashes"]
