"""The last line of a run: what was found, what was done, what can be done, what could not be looked at."""

from __future__ import annotations

from hublint.output import FileReport, applies, count


class Tally:
    """What the last line counts."""

    __slots__ = (
        "cells",
        "failed",
        "files",
        "findings",
        "fixed",
        "known",
        "safe",
        "unsafe",
        "unwritten",
        "verified",
        "with_findings",
        "with_fixes",
    )

    def __init__(self) -> None:
        """Begin with nothing."""
        self.files = 0
        self.findings = 0
        self.with_findings = 0
        self.safe = 0
        self.unsafe = 0
        self.fixed = 0
        self.known = 0
        self.verified = 0
        self.with_fixes = 0
        self.failed = 0
        self.unwritten = 0
        self.cells = 0

    def add(self, report: FileReport) -> None:
        """Count the findings of a file."""
        self.findings += len(report.findings)
        self.with_findings += bool(report.findings)
        for finding in report.findings:
            self.safe += applies(finding.fix, unsafe=False)
            self.unsafe += finding.fix is not None and finding.fix.applicability == "unsafe"

    def add_fixed(self, number: int, verified: int = 0) -> None:
        """Count the findings of a file that were fixed, and how many of the fixes were seen to be right."""
        self.fixed += number
        self.verified += verified
        self.with_fixes += bool(number)

    def sentence(self, *, fixing: bool = False, unsafe: bool = False, dry: bool = False, ignoring: bool = False) -> str:
        """Return the line.

        Args:
            fixing: whether fixes were applied.
            unsafe: whether the options given include unsafe fixes.
            dry: whether nothing was written.
            ignoring: whether what was found was silenced, not fixed.
        """
        parts = []
        if self.files or self.findings or not self.failed:
            first = self._findings(fixing=fixing or ignoring, unsafe=unsafe, dry=dry)
            first = first.replace(" fixed", " ignored") if ignoring else first
            parts.append(f"{first[0].upper()}{first[1:]}.")
        if self.known:
            parts.append(f"{count(self.known, 'finding')} {'is' if self.known == 1 else 'are'} known to the baseline.")
        if self.failed:
            parts.append(f"{count(self.failed, 'file')} could not be checked.")
        if self.unwritten:
            parts.append(f"{count(self.unwritten, 'file')} could not be written.")
        if self.cells:
            parts.append(f"{count(self.cells, 'cell')} could not be checked.")
        return " ".join(parts)

    def _findings(self, *, fixing: bool, unsafe: bool, dry: bool) -> str:
        left = f"in {count(self.with_findings, 'file')}{self._fixable(fixing=fixing, unsafe=unsafe)}"
        if not fixing:
            return f"{count(self.findings, 'finding')} {left}" if self.findings else self._nothing()
        done = f"{self.fixed} would be fixed" if dry else f"{self.fixed} fixed"
        if self.verified:
            done += " and verified" if self.verified == self.fixed else f" ({self.verified} verified)"
        if self.findings:
            remain = "would remain" if dry else "remains" if self.findings == 1 else "remain"
            return f"{done if self.fixed else done.replace('0', 'nothing', 1)}, {self.findings} {remain} {left}"
        if not self.fixed:
            return self._nothing()
        return f"{done} in {count(self.with_fixes, 'file')}, nothing {'would remain' if dry else 'remains'}"

    def _nothing(self) -> str:
        return f"nothing {'new ' if self.known else ''}found in {count(self.files, 'file')}"

    def _fixable(self, *, fixing: bool, unsafe: bool) -> str:
        """Return what can be fixed with which options."""
        if fixing:
            return f" ({self.unsafe} fixable with --unsafe-fixes)" if self.unsafe and not unsafe else ""
        if unsafe:
            return f" ({self.safe + self.unsafe} fixable with --fix --unsafe-fixes)" if self.safe + self.unsafe else ""
        if self.safe and self.unsafe:
            return f" ({self.safe} fixable with --fix, {self.unsafe} more with --unsafe-fixes)"
        if self.unsafe:
            return f" ({self.unsafe} fixable with --fix --unsafe-fixes)"
        return f" ({self.safe} fixable with --fix)" if self.safe else ""


__all__ = ["Tally"]
