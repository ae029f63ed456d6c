"""The JSON Schema of report.json: `python -m hublint.migrate.report.schema` prints it.

It is draft 2020-12, and made from the types that the report is written from: their docstrings describe the fields. A
report of this release is valid under the schema of this release; a reader that takes `format` 1 may count on the fields
that it finds here, and has to let others pass that a later release adds.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
from typing import Any, Final

import msgspec

from hublint.migrate.report import document

__all__ = ["schema"]

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_ATTRIBUTE: Final = re.compile(r"^    (\w+): (.*(?:\n {6,}.*)*)", re.MULTILINE)


def schema() -> dict[str, Any]:
    """Return the schema."""
    made = msgspec.json.schema(document.Document)
    for definition in made["$defs"].values():
        text, _, attributes = inspect.cleandoc(definition.pop("description", "")).partition("\nAttributes:\n")
        definition["description"] = _line(text)
        described = {name: _line(told) for name, told in _ATTRIBUTE.findall(attributes)}
        for name, value in definition["properties"].items():
            if name in described:
                _describe(value, described[name])
            elif name in {"before", "after"}:
                _describe(value, _standings())
    return {"$schema": _DIALECT, "title": "report.json of hublint migrate", **made}


def _describe(value: dict[str, Any], text: str) -> None:
    """Describe a property, whose type may be described elsewhere."""
    value["description"] = text


def _standings() -> str:
    return "; ".join(f"{standing}: {meaning}" for standing, meaning in document.MEANINGS.items())


def _line(text: str) -> str:
    return " ".join(text.split())


if __name__ == "__main__":
    json.dump(schema(), sys.stdout, indent=2)
    sys.stdout.write("\n")
