"""The CSV tables: files, findings and rules, for a spreadsheet or a notebook.

They are UTF-8 with a header, as RFC 4180 has it. A text that a spreadsheet would take for a formula gets an apostrophe
in front, which spreadsheets hide: what stands in a stranger's source must not be run on the reader's machine.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from hublint.migrate.report.explanation import explained
from hublint.migrate.report.progress import is_rewritten, left

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hublint.migrate.record import Item, Proven, Record
    from hublint.migrate.report.document import RuleReport
    from hublint.migrate.report.progress import Repositories
    from hublint.registry import Registry

    Cell = str | int | float | None

__all__ = ["FILES", "FINDINGS", "RULES", "cell", "files", "findings", "rules"]

FILES: Final = (
    "repository", "path", "kind", "status", "before", "after", "lines", "found", "fixed", "remaining", "partly",
    "from_python2", "reason", "verdict", "verdict_reason", "exports", "ran", "devices", "seconds",
)  # fmt: skip
FINDINGS: Final = (
    "repository", "path", "when", "cell", "row", "column", "code", "name", "severity", "applicability", "message",
    "note", "skeleton",
)  # fmt: skip
RULES: Final = (
    "code", "name", "severity", "found", "fixed", "remaining", "files", "files_remaining", "headline", "explanation",
)  # fmt: skip

# What makes a formula of a cell, for one spreadsheet or another: the last two are skipped, or taken for a separator.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def files(repositories: Repositories) -> bytes:
    """Return files.csv: a row for each file of the campaign."""
    return _table(
        FILES, (_file(repository.name, record) for repository, records in repositories for record in records())
    )


def findings(repositories: Repositories, known: Registry) -> bytes:
    """Return findings.csv: each finding of a file as it was (`before`), and each that is left (`after`)."""

    def rows() -> Iterator[tuple[Cell, ...]]:
        names: dict[str, str] = {}
        for repository, records in repositories:
            for record in records():
                for when, items in (("before", record.found), ("after", left(record))):
                    for item in items:
                        if item.code not in names:
                            names[item.code] = explained(item.code, known).name
                        yield (repository.name, record.path, when, *_finding(item, names[item.code]))

    return _table(FINDINGS, rows())


def rules(reports: Iterable[RuleReport]) -> bytes:
    """Return rules.csv: a row for each rule with a finding."""
    return _table(RULES, (tuple(getattr(report, name) for name in RULES) for report in reports))


def cell(value: Cell) -> str:
    """Return a value as a spreadsheet may have it: no text begins as a formula does."""
    if isinstance(value, str):
        return f"'{value}" if value.lstrip(" ").startswith(_FORMULA) else value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.2f}"
    return "" if value is None else str(value)


def _table(header: tuple[str, ...], rows: Iterable[tuple[Cell, ...]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    for row in rows:
        # Python 3.10 refuses to write the character with the number 0.
        writer.writerow([cell(value).replace("\0", "\ufffd") for value in row])
    return text.getvalue().encode("utf-8", "replace")


def _file(repository: str, record: Record) -> tuple[Cell, ...]:
    return (
        repository,
        record.path,
        record.kind,
        record.status,
        record.before,
        record.after,
        record.lines,
        len(record.found),
        sum(record.applied.values()) if is_rewritten(record) else 0,
        len(left(record)),
        record.partly,
        record.from_python2,
        record.reason,
        *_proof(record.proof),
    )


def _proof(proof: Proven | None) -> tuple[Cell, ...]:
    if proof is None:
        return (None,) * 6
    return proof.verdict, proof.reason, proof.exports, "; ".join(proof.ran), "; ".join(proof.devices), proof.seconds


def _finding(item: Item, name: str) -> tuple[Cell, ...]:
    return (
        item.cell,
        item.row,
        item.column,
        item.code,
        name,
        item.severity,
        item.applicability,
        item.message,
        item.note,
        item.skeleton,
    )
