"""Findings as a Code Quality report of GitLab: the part of Code Climate's format that its documentation lists.

GitLab has no place for what could not be checked; the run says so on standard error. Of a notebook the lines are those
of its file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hublint.output.fingerprints import Fingerprints
from hublint.output.paths import Root
from hublint.output.raw import raw

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from hublint.output import FileReport
    from hublint.output.raw import Region
    from hublint.registry import Registry
    from hublint.rule import Finding, Severity

PROJECT: Final = "CI_PROJECT_DIR"
"""The variable that names the folder with the repository."""

_SEVERITIES: Final[Mapping[Severity, str]] = {
    "error": "critical",
    "warning": "major",
    "information": "minor",
    "hint": "info",
}


def render(files: Iterable[FileReport], rules: Registry) -> Iterator[str]:
    """Yield a JSON array with one object for each finding."""
    import json

    root = Root(PROJECT)
    fingerprints = Fingerprints()
    between = "["
    for file in files:
        regions = raw(file)
        path = root.told(file.path)
        for finding, fingerprint in zip(file.findings, fingerprints.of(file, path), strict=True):
            severity = _SEVERITIES[rules.severity(finding.code)]
            document = _document(finding, path, regions.region(finding), fingerprint, severity)
            written = json.dumps(document, indent=2)
            yield between + "\n  " + written.replace("\n", "\n  ")
            between = ","
    yield "[]\n" if between == "[" else "\n]\n"


def _document(finding: Finding, path: str, region: Region, fingerprint: str, severity: str) -> dict[str, Any]:
    cell = "" if finding.cell is None else f" (cell {finding.cell}, line {finding.location.row})"
    return {
        # GitLab shows this text and no name of a check beside it.
        "description": f"{finding.code}: {finding.message}{cell}",
        "check_name": finding.code,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {"path": path, "lines": {"begin": region.row, "end": region.end_row}},
    }


__all__ = ["PROJECT", "render"]
