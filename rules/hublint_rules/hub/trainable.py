"""Where a hub layer is told to be trained: by its constructor, or afterwards."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from hublint.source.use import argument
from hublint_rules.origins import only_origins, origins

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint.rule import Source


class Trained(NamedTuple):
    """A place that makes a layer trainable: `trainable=True` with the argument's value, or `layer.trainable = True`."""

    node: ast.expr
    by_constructor: bool


def trained(source: Source, made: ast.Call) -> Iterator[Trained]:
    """Yield the places that certainly make a `hub.KerasLayer` trainable."""
    given = argument(made, 1, "trainable")
    if given is not None and _is_true(source, given):
        yield Trained(given, by_constructor=True)
    for target, value in _set(source):
        if _is_true(source, value) and origins(source, target.value) == [made]:
            yield Trained(target, by_constructor=False)


def _is_true(source: Source, node: ast.expr) -> bool:
    found = only_origins(source, node)
    return bool(found) and all(isinstance(value, ast.Constant) and value.value is True for value in found)


def _set(source: Source) -> Iterator[tuple[ast.Attribute, ast.expr]]:
    """Yield what is assigned to attributes called `trainable`."""
    for node, parent in source.parents.items():
        if isinstance(node, ast.Attribute) and node.attr == "trainable" and isinstance(node.ctx, ast.Store):
            value = parent.value if isinstance(parent, (ast.Assign, ast.AnnAssign)) else None
            if value is not None:
                yield node, value
