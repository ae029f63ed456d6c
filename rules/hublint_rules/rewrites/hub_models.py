"""Models that `hub.load` gives, where they are called by their signatures: functions of tensors, without chance."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from hublint.source.use import argument, unpacks
from hublint_rules.origins import origins

if TYPE_CHECKING:
    from hublint.rule import Source

LOAD = "tensorflow_hub.load"


def is_signature_call(source: Source, node: ast.AST | None) -> bool:
    """Tell whether a node is certainly a call like `model.signatures["default"](x)`, whose value is a dictionary.

    The variables of such a model have their values from the start, and none of the ways to call it changes them. One
    that is loaded by its tags may be the one for training, which gives something else each time.
    """
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Subscript)):
        return False
    names = source.resolve(node.func.value)
    if not names or any(name != f"{LOAD}().signatures" for name in names):
        return False
    owners = origins(source, node.func.value)
    loads = [load for owner in owners if isinstance(owner, ast.Attribute) for load in origins(source, owner.value)]
    made = [load for load in loads if not (isinstance(load, ast.Constant) and load.value is None)]
    return bool(made) and all(
        isinstance(load, ast.Call) and argument(load, 1, "tags") is None and not unpacks(load) for load in made
    )


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
