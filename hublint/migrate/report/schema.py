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
from typing import TYPE_CHECKING, Any, Final

import msgspec

from hublint.migrate import record
from hublint.migrate.report import document

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["schema"]

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_ATTRIBUTE: Final = re.compile(r"^    (\w+): (.*(?:\n {6,}.*)*)", re.MULTILINE)


def schema() -> dict[str, Any]:
    """Return the schema."""
    made = msgspec.json.schema(document.Document)
    for name, definition in made["$defs"].items():
        kind = getattr(document, name, None) or getattr(record, name)
        definition["description"], described = _told(kind)
        for field, value in definition["properties"].items():
            told = (described.get(field) or _FURTHER.get(field, ""), _meanings(value.get("enum", ())))
            value["description"] = " ".join(filter(None, told))
    whole = {"$schema": _DIALECT, "title": "report.json of hublint migrate", **made}
    # Defaults are what JSON has, and no tuples.
    plain: dict[str, Any] = json.loads(json.dumps(whole))
    return plain


def _told(kind: type[Any]) -> tuple[str, dict[str, str]]:
    """Return what the docstring of a type says of it, and what it and those of the types above say of its fields."""
    described: dict[str, str] = {}
    for each in reversed(kind.__mro__):
        if issubclass(each, msgspec.Struct) and each.__doc__ is not None:
            attributes = inspect.cleandoc(each.__doc__).partition("\nAttributes:\n")[2]
            described.update((name, _line(text)) for name, text in _ATTRIBUTE.findall(attributes))
    return _line(inspect.cleandoc(kind.__doc__ or "").partition("\nAttributes:\n")[0]), described


def _line(text: str) -> str:
    return " ".join(text.split())


def _meanings(values: Iterable[str]) -> str:
    """Say what each of some values means, where they are those of one of our own types."""
    for meanings in (document.MEANINGS, document.STATUSES, document.VERDICTS):
        if {*values} == {*meanings}:
            return "; ".join(f"`{name}`: {meaning}" for name, meaning in meanings.items()) + "."
    return ""


# Fields of the campaign's own types whose names say it all there.
_FURTHER: Final = {
    "cell": "the notebook's cell, counted from 1; null where the file is no notebook.",
    "code": "the rule's code, such as `HUB101`.",
    "devices": "the devices on which the exports were compared.",
    "finished": "seconds since 1970.",
    "kind": "what the file is.",
    "message": "what is wrong, and what to write.",
    "only_safe": "whether only safe fixes were made.",
    "reason": "why it was left, could not be migrated, or was not looked at.",
    "severity": "how editors show it.",
    "proof": "what came of running it, where it was run.",
    "status": "what has come of it.",
    "verdict": "what came of running it before and after.",
    "verified_only": "whether fixes that are not safe were kept only where the exports agreed.",
    "verify": "whether programs were run as they were and as rewritten.",
}


if __name__ == "__main__":
    json.dump(schema(), sys.stdout, indent=2)
    sys.stdout.write("\n")
