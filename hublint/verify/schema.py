"""The schema of `hublint verify --output-format json`, made from the types of the report itself.

`python -m hublint.verify.schema` prints it as JSON Schema (2020-12).
"""

from __future__ import annotations

import json
import sys
import types
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from hublint import behaviour
from hublint.savedmodel.contents import Contents
from hublint.verify import report

__all__ = ["schema"]

_PLAIN: Final[dict[Any, dict[str, Any]]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    # What JSON has no notation for is written as its name.
    float: {"anyOf": [{"type": "number"}, {"enum": ["inf", "-inf", "nan"]}]},
    type(None): {"type": "null"},
}
_NAMES: Final = {**vars(report), **vars(behaviour), "Contents": Contents}

# What the command line adds: what the rules say.
_FINDING: Final = {
    "type": "object",
    "description": "A finding, in the form of `hublint check --output-format json`.",
    "required": ["code", "message", "filename", "location", "end_location", "detail"],
}
_PROMISES: Final = {
    "type": "array",
    "description": "What each rule says of the model: `kept` is of its files, then of each device; null is untried.",
    "items": {
        "type": "object",
        "required": ["code", "text", "kept"],
        "properties": {
            "code": {"type": "string"},
            "text": {"type": "string"},
            "kept": {"type": "array", "items": {"type": ["boolean", "null"]}},
        },
        "additionalProperties": False,
    },
}


def schema() -> dict[str, Any]:
    """Return the schema of a report."""
    definitions: dict[str, dict[str, Any]] = {}
    _schema_of(report.Report, definitions)
    root = definitions.pop("Report")
    root["properties"] |= {
        "agree": {"type": "boolean", "description": "Whether there is neither a problem nor a finding."},
        "problems": {"type": "array", "items": {"$ref": "#/$defs/Problem"}},
        "findings": {"type": "array", "items": _FINDING},
    }
    root["required"] = sorted(root["properties"])
    model = definitions["ModelRun"]
    model["properties"]["promises"] = _PROMISES
    model["required"] = sorted(model["properties"])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "hublint verify",
        **root,
        "$defs": dict(sorted(definitions.items())),
    }


def _schema_of(kind: Any, definitions: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return the schema of a type; that of a class goes to the definitions."""
    if kind in _PLAIN:
        return _PLAIN[kind]
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in {Union, types.UnionType}:
        return {"anyOf": [_schema_of(argument, definitions) for argument in arguments]}
    if origin is tuple:
        return {"type": "array", "items": _schema_of(arguments[0], definitions)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _schema_of(arguments[1], definitions)}
    if isinstance(kind, type) and (issubclass(kind, msgspec.Struct) or hasattr(kind, "_fields")):
        _define(kind, definitions)
        return {"$ref": f"#/$defs/{kind.__name__}"}
    raise TypeError(f"a report holds no {kind}")


def _define(kind: type, definitions: dict[str, dict[str, Any]]) -> None:
    if kind.__name__ in definitions:
        return
    definitions[kind.__name__] = {}
    hints = {name: hint for name, hint in get_type_hints(kind, _NAMES).items() if name not in report.LEFT_OUT}
    properties = {name: _schema_of(hint, definitions) for name, hint in hints.items()}
    definitions[kind.__name__] = {
        "type": "object",
        "description": (kind.__doc__ or "").partition("\n")[0],
        "required": sorted(properties),
        "properties": properties,
        "additionalProperties": False,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(schema(), indent=2) + "\n")
