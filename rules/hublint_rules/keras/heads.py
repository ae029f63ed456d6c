"""What a Keras model ends in: logits or probabilities, and what the files it is saved to are."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Literal

from hublint.source.use import argument
from hublint_rules.keras.flavours import ROOTS, each_root, is_keras_3, root_of
from hublint_rules.keras.saves import FUNCTIONS, METHODS
from hublint_rules.origins import only_origins

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint.rule import Source, Target
    from hublint_rules.keras.paths import Format

Head = Literal["logits", "probabilities"]

_LAYERS = frozenset(each_root("layers.Activation", "layers.Dense", "layers.Softmax"))
_PROBABILITIES = frozenset({"sigmoid", "softmax"})
_LAST_ARGUMENT = {"Activation": "activation", "Dense": "activation"}


def head(source: Source, model: ast.expr) -> Head | None:
    """Return what the one output of a model is, None where the file does not show it."""
    found = {_head_of_made(source, made) for made in only_origins(source, model)}
    return found.pop() if len(found) == 1 else None


def saves(source: Source, target: Target) -> Iterator[tuple[ast.Call, Format]]:
    """Yield the calls that save a Keras model to a file or folder whose format is to be seen."""
    from hublint_rules.keras.paths import written_format

    for function, call in source.index.calls.items():
        for name in sorted(source.resolve(function)):
            path = None
            if name in METHODS or name in FUNCTIONS:
                path = argument(call, 0 if name in METHODS else 1, "filepath")
            root = root_of(name)
            if root is not None and path is not None:
                written = written_format(source, path, call, target, root, keras3=is_keras_3(root, target))
                if written is not None:
                    yield call, written
                    break


def _head_of_made(source: Source, made: ast.expr) -> Head | None:
    if not isinstance(made, ast.Call):
        return None
    kinds = {name.rpartition(".")[2] for name in source.resolve(made.func) if name.startswith(ROOTS)}
    last: ast.expr | None = None
    if kinds == {"Sequential"}:
        last = _last_of_sequential(source, made)
    elif kinds == {"Model"}:
        last = argument(made, 1, "outputs")
    if last is None:
        return None
    layers = [_layer(source, origin) for origin in only_origins(source, last)]
    found = {_head_of_layer(source, layer) if layer is not None else None for layer in layers}
    return found.pop() if len(found) == 1 else None


def _last_of_sequential(source: Source, made: ast.Call) -> ast.expr | None:
    """Return the last layer of a `Sequential`, listed or added."""
    parent = source.parents.get(made)
    added: list[ast.Call] = []
    if isinstance(parent, ast.Assign) and len(parent.targets) == 1:
        spelled, scope = source.code(parent.targets[0]), source.scope(parent)
        owner = scope.owner(spelled)
        of_model = [
            (function, call)
            for function, call in source.index.calls.items()
            if isinstance(function, ast.Attribute)
            and source.code(function.value) == spelled
            and source.scope(function).owner(spelled) is owner
        ]
        if any(function.attr == "pop" for function, _ in of_model):
            return None
        added = [call for function, call in of_model if function.attr == "add" and source.scope(function) is scope]
        # What is added under a condition or in a loop may not be there.
        if any(source.parents[source.statement(call)] is not source.parents[parent] for call in added):
            return None
        if len(added) != sum(function.attr == "add" for function, _ in of_model):
            return None
    if added:
        last = max(added, key=lambda call: (call.lineno, call.col_offset))
        return last.args[0] if len(last.args) == 1 else None
    layers = argument(made, 0, "layers")
    if isinstance(layers, ast.List) and layers.elts and not isinstance(layers.elts[-1], ast.Starred):
        return layers.elts[-1]
    return None


def _layer(source: Source, node: ast.expr | None) -> ast.Call | None:
    """Return the call that makes a layer: of `Dense(3)` itself, or of what calls it, `Dense(3)(features)`."""
    if not isinstance(node, ast.Call):
        return None
    if source.resolve(node.func) & _LAYERS:
        return node
    inner = only_origins(source, node.func)
    return inner[0] if len(inner) == 1 and isinstance(inner[0], ast.Call) else None


def _head_of_layer(source: Source, layer: ast.Call) -> Head | None:
    kinds = {name.rpartition(".")[2] for name in source.resolve(layer.func) & _LAYERS}
    if kinds == {"Softmax"}:
        return "probabilities"
    if not (len(kinds) == 1 and kinds <= _LAST_ARGUMENT.keys()) or any(k.arg is None for k in layer.keywords):
        return None
    given = argument(layer, 1 if kinds == {"Dense"} else 0, "activation")
    if given is None or (isinstance(given, ast.Constant) and given.value in {None, "linear"}):
        return "logits"
    leaf = given.value if isinstance(given, ast.Constant) else None
    if leaf is None:
        leaves = {name.rpartition(".")[2] for name in source.resolve(given)}
        leaf = leaves.pop() if len(leaves) == 1 else None
    return "probabilities" if leaf in _PROBABILITIES else None
