"""Models that `hub.load` gives, where they are called by their signatures: functions of tensors, without chance."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from hublint_rules.origins import origins

if TYPE_CHECKING:
    from hublint.rule import Source

LOAD = "tensorflow_hub.load"


def is_signature_call(source: Source, node: ast.AST | None) -> bool:
    """Tell whether a node is certainly a call like `model.signatures["default"](x)`, whose value is a dictionary.

    The variables of such a model have their values from the start, and none of the ways to call it changes them.
    """
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Subscript)):
        return False
    names = source.resolve(node.func.value)
    return bool(names) and all(name == f"{LOAD}().signatures" for name in names)


def is_output(source: Source, node: ast.Subscript) -> bool:
    """Tell whether an item is certainly one of a signature's outputs, and so a tensor."""
    made = origins(source, node.value)
    return bool(made) and all(is_signature_call(source, one) for one in made)


def has_signature_calls(source: Source) -> bool:
    """Tell whether a file calls such a model."""
    known: bool | None = source.notes.get(has_signature_calls)
    if known is None:
        calls = source.index.calls.values()
        known = source.notes[has_signature_calls] = any(is_signature_call(source, call) for call in calls)
    return known
