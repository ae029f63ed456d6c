"""Findings for programs, under the field names of ruff's JSON: what reads that reads this."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hublint.output import FileReport
    from hublint.registry import Registry
    from hublint.rule import Finding, Location
    from hublint.source.text import Text


def render(files: Iterable[FileReport], rules: Registry) -> Iterator[str]:
    """Yield a JSON array with one object for each finding; `rules` gives their names and references."""
    import json

    between = "["
    for file in files:
        text = file.text()
        for finding in file.findings:
            written = json.dumps(document(finding, text, rules), indent=2)
            yield between + "\n  " + written.replace("\n", "\n  ")
            between = ","
    yield "[]\n" if between == "[" else "\n]\n"


def document(finding: Finding, text: Text | None, rules: Registry) -> dict[str, Any]:
    """Return one finding as an object; `text` is the file's, without which no fix can be told."""
    rule = rules.by_code.get(finding.code)
    fix = finding.fix
    return {
        "cell": None,
        "code": finding.code,
        "detail": finding.detail,
        "end_location": _place(finding.end_location),
        # Standard input has no place in the file system.
        "filename": os.path.abspath(finding.filename) if finding.filename != "-" else "-",  # noqa: PTH100 - links stay
        "fix": None
        if fix is None or text is None
        else {
            "applicability": fix.applicability,
            "edits": [
                {
                    "content": edit.replacement,
                    "end_location": _place(text.position(edit.end)),
                    "location": _place(text.position(edit.start)),
                }
                for edit in sorted(set(fix.edits))
            ],
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


def _place(position: Location | tuple[int, int]) -> dict[str, int]:
    row, column = position
    return {"column": column, "row": row}


__all__ = ["document", "render"]
