"""Findings for programs, under the field names of ruff's JSON: what reads that reads this."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from hublint.output import FileReport
    from hublint.registry import Registry
    from hublint.rule import Edit, Finding, Location
    from hublint.source.text import Text


def render(files: Iterable[FileReport], rules: Registry) -> Iterator[str]:
    """Yield a JSON array with one object for each finding; `rules` gives their names and references."""
    import json

    between = "["
    for file in files:
        texts = file.texts()
        for finding in file.findings:
            written = json.dumps(document(finding, texts, rules), indent=2)
            yield between + "\n  " + written.replace("\n", "\n  ")
            between = ","
    yield "[]\n" if between == "[" else "\n]\n"


def document(finding: Finding, texts: Mapping[int | None, Text], rules: Registry) -> dict[str, Any]:
    """Return one finding as an object; `texts` is the file's, or its cells', without which no fix can be told."""
    rule = rules.by_code.get(finding.code)
    fix = finding.fix
    return {
        "cell": finding.cell,
        "code": finding.code,
        "detail": finding.detail,
        "end_location": _place(finding.end_location),
        # Standard input has no place in the file system.
        "filename": os.path.abspath(finding.filename) if finding.filename != "-" else "-",  # noqa: PTH100 - links stay
        "fix": None
        if fix is None or finding.cell not in texts
        else {
            "applicability": fix.applicability,
            "edits": [_edit(edit, texts[edit.cell]) for edit in sorted(set(fix.edits), key=_by_place)],
            "message": fix.message,
            "verified": fix.verified,
        },
        "location": _place(finding.location),
        "message": finding.message,
        "name": rule.name if rule is not None else None,
        "noqa_row": finding.location.row,
        "note": finding.note,
        "skeleton": finding.skeleton,
        "url": rule.references[0] if rule is not None and rule.references else None,
    }


def _by_place(edit: Edit) -> tuple[int, Edit]:
    return edit.cell or 0, edit


def _edit(edit: Edit, text: Text) -> dict[str, Any]:
    return {
        # An import may go into another cell than what is imported for.
        **({} if edit.cell is None else {"cell": edit.cell}),
        "content": edit.replacement,
        "end_location": _place(text.position(edit.end)),
        "location": _place(text.position(edit.start)),
    }


def _place(position: Location | tuple[int, int]) -> dict[str, int]:
    row, column = position
    return {"column": column, "row": row}


__all__ = ["document", "render"]
