"""Findings as GitHub Actions reads them from the output of a step, and shows them at their lines: workflow commands.

An annotation over several lines must not name columns. Of a notebook the lines are those of its file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hublint.output import place
from hublint.output.paths import STDIN, Root
from hublint.output.raw import raw

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from hublint.output import Failure, FileReport
    from hublint.output.raw import Region
    from hublint.registry import Registry
    from hublint.rule import Finding, Severity

WORKSPACE: Final = "GITHUB_WORKSPACE"
"""The variable that names the folder with the repository."""

_COMMANDS: Final[Mapping[Severity, str]] = {
    "error": "error",
    "warning": "warning",
    "information": "notice",
    "hint": "notice",
}


def render(files: Iterable[FileReport], rules: Registry, failures: Iterable[Failure]) -> Iterator[str]:
    """Yield a command for each finding, and one for each failure, of which all are known once all files are."""
    root = Root(WORKSPACE)
    for file in files:
        regions = raw(file)
        for finding in file.findings:
            properties = {"title": f"hublint {finding.code}"}
            if file.path != STDIN:
                properties |= {"file": root.told(file.path), **_lines(regions.region(finding))}
            command = _COMMANDS[rules.severity(finding.code)]
            yield _command(command, properties, _message(finding))
    for failure in failures:
        at = {} if failure.path is None else {"file": root.told(failure.path)}
        yield _command("error", {"title": "hublint", **at}, failure.sentence)


def _message(finding: Finding) -> str:
    # Whoever reads the log of the step sees nothing but the message.
    return f"{place(finding)}: {finding.code} {finding.message}"


def _lines(region: Region) -> dict[str, str]:
    lines = {"line": str(region.row), "endLine": str(region.end_row)}
    if region.row == region.end_row:
        lines |= {"col": str(region.column), "endColumn": str(region.end_column)}
    return lines


def _command(name: str, properties: Mapping[str, str], message: str) -> str:
    written = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in properties.items())
    return f"::{name} {written}::{_escaped(message)}\n"


def _escaped(text: str, marks: str = "") -> str:
    r"""Return a text as the runner reads it back: `%` is escaped first, then newlines and the marks given."""
    for mark in f"%\r\n{marks}":
        text = text.replace(mark, f"%{ord(mark):02X}")
    return text


__all__ = ["WORKSPACE", "render"]
