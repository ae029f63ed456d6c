"""How often each rule was broken."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hublint.output import applies

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hublint.output import FileReport
    from hublint.registry import Registry


class Row(NamedTuple):
    """One rule's share."""

    code: str
    name: str
    findings: int
    fixable: int


def rows(files: Iterable[FileReport], rules: Registry, *, unsafe: bool = False) -> list[Row]:
    """Return the rules that were broken, the most frequent first; `fixable` is what the options given would fix."""
    counts: dict[str, list[int]] = {}
    for file in files:
        for finding in file.findings:
            share = counts.setdefault(finding.code, [0, 0])
            share[0] += 1
            share[1] += applies(finding.fix, unsafe=unsafe)
    names = {code: rule.name for code, rule in rules.by_code.items()}
    found = (Row(code, names.get(code, ""), total, fixable) for code, (total, fixable) in counts.items())
    return sorted(found, key=lambda row: (-row.findings, row.code))


def render(table: list[Row]) -> Iterator[str]:
    """Yield the table for people."""
    digits = max((len(str(row.findings)) for row in table), default=0)
    name = max((len(row.name) for row in table), default=0)
    for row in table:
        share = f"{row.fixable} fixable" if row.fixable else ""
        yield f"{row.findings:>{digits}}  {row.code}  {row.name:<{name}}  {share}".rstrip() + "\n"


def render_json(table: list[Row]) -> Iterator[str]:
    """Yield the table for programs, under the field names of ruff's: `fixable` says whether all are."""
    import json

    documents = [
        {
            "code": row.code,
            "name": row.name,
            "count": row.findings,
            "fixable": row.fixable == row.findings,
            "fixable_count": row.fixable,
        }
        for row in table
    ]
    yield json.dumps(documents, indent=2) + "\n"


__all__ = ["Row", "render", "render_json", "rows"]
