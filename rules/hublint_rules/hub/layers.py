"""Layers of tensorflow_hub: how a file puts them into Keras models, and whether they are to be trained."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from hublint.source.use import argument
from hublint_rules.hub.trainable import trained
from hublint_rules.origins import calls_of_result, class_of, only_origins, origins

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint.rule import Source

KERAS: Final = ("keras", "tensorflow.keras", "tf_keras")
"""The packages that have Keras models."""

_SEQUENTIAL = ("Sequential", "models.Sequential")
_INPUTS = ("Input", "layers.Input")
_WRAPPERS = ("layers.TimeDistributed",)
_WEIGHTS = frozenset({"trainable_variables", "trainable_weights", "variables", "weights"})
_LOADERS = frozenset({"tensorflow.saved_model.load", "tensorflow_hub.load"})

Way = Literal["listed", "added", "called", "wrapped", "held"]
"""How a layer gets into a model: in the list of a `Sequential`, by its `add`, by a call with a tensor of the model, in
a layer that wraps another one, or as an attribute of a model or layer of the file's own."""


class Place(NamedTuple):
    """A place where a file puts a hub layer into something of Keras, and the packages that this is certainly from."""

    way: Way
    node: ast.expr
    roots: frozenset[str]


def places(source: Source, made: ast.Call) -> Iterator[Place]:
    """Yield the places where the layer that a call makes gets into a model."""
    for function, call in source.index.calls.items():
        names = source.resolve(function)
        if (roots := _all_of(names, _SEQUENTIAL)) and _lists(source, call, made):
            yield Place("listed", function, roots)
        given = argument(call, 0, "layer")
        if given is None or not _is(source, given, made):
            continue
        if roots := _all_of(names, ("Model().add",)):
            yield Place("added", function, roots)
        elif roots := _all_of(names, _WRAPPERS):
            yield Place("wrapped", function, roots)
    for call in calls_of_result(source, made):
        if call.args and (roots := _roots_of_tensor(source, call.args[0])):
            yield Place("called", call.func, roots)
    yield from _held(source, made)


def is_trained(source: Source, made: ast.Call) -> bool:
    """Tell whether a layer is certainly meant to be trained: by its constructor, or by `layer.trainable = True`."""
    return next(trained(source, made), None) is not None


def hands_out_weights(source: Source, made: ast.Call) -> bool:
    """Tell whether a file takes the layer's variables in its own hand, as a training loop of its own does."""
    return any(
        node.attr in _WEIGHTS and made in origins(source, node.value)
        for _, node in source.index.attributes
        if isinstance(node.value, (ast.Attribute, ast.Call, ast.Name))
    )


def loaded_object(source: Source, made: ast.Call) -> ast.Call | None:
    """Return the call that loaded the object which a layer is made of, None where it is made of a handle."""
    handle = argument(made, 0, "handle")
    found = only_origins(source, handle) if handle is not None else []
    call = found[0] if len(found) == 1 else None
    if not isinstance(call, ast.Call):
        return None
    names = source.resolve(call.func)
    return call if names and names <= _LOADERS else None


def in_model(source: Source, model: ast.expr, made: ast.Call) -> bool:
    """Tell whether a model certainly holds a layer: a `Sequential` that it is given to, or one made of its output."""
    makers = only_origins(source, model)
    if len(makers) != 1 or not isinstance(makers[0], ast.Call):
        return False
    maker = makers[0]
    names = source.resolve(maker.func)
    if _all_of(names, _SEQUENTIAL):
        return _lists(source, maker, made) or any(
            place.way == "added" and isinstance(place.node, ast.Attribute) and _is(source, place.node.value, maker)
            for place in places(source, made)
        )
    outputs = argument(maker, 1, "outputs")
    return bool(_all_of(names, ("Model", "models.Model"))) and outputs is not None and _comes(source, outputs, made)


def _lists(source: Source, sequential: ast.Call, made: ast.Call) -> bool:
    """Tell whether a `Sequential` is made of a list that holds a layer."""
    given = argument(sequential, 0, "layers")
    return given is not None and any(
        isinstance(layers, (ast.List, ast.Tuple)) and any(_is(source, layer, made) for layer in layers.elts)
        for layers in only_origins(source, given)
    )


def _comes(source: Source, tensor: ast.expr, made: ast.Call, depth: int = 30) -> bool:
    """Tell whether a tensor of a model was computed by way of a layer."""
    if depth == 0:
        return False
    for origin in origins(source, tensor):
        if isinstance(origin, ast.Call):
            if _is(source, origin.func, made):
                return True
            if any(_comes(source, given, made, depth - 1) for given in origin.args):
                return True
        elif isinstance(origin, (ast.List, ast.Tuple)):
            if any(_comes(source, one, made, depth - 1) for one in origin.elts):
                return True
        elif isinstance(origin, ast.Subscript) and _comes(source, origin.value, made, depth - 1):
            return True
    return False


def _is(source: Source, node: ast.expr, made: ast.Call) -> bool:
    """Tell whether an expression is certainly what a call makes."""
    return isinstance(node, (ast.Attribute, ast.Call, ast.Name)) and origins(source, node) == [made]


def _all_of(names: frozenset[str], leaves: tuple[str, ...]) -> frozenset[str]:
    """Return the Keras packages that full names are from if each of them is one of `leaves`, else nothing."""
    roots = {root for name in names for root in KERAS for leaf in leaves if name == f"{root}.{leaf}"}
    return frozenset(roots) if len(roots) == len(names) else frozenset()


def _roots_of_tensor(source: Source, node: ast.expr, depth: int = 30) -> frozenset[str]:
    """Return the packages of the models whose symbolic tensor an argument certainly is; nothing for other values."""
    if isinstance(node, (ast.Dict, ast.List, ast.Tuple)):
        parts = node.values if isinstance(node, ast.Dict) else node.elts
        return frozenset(root for part in parts for root in _roots_of_tensor(source, part, depth - 1))
    found = only_origins(source, node) if depth > 0 else []
    roots = [_roots_made(source, one, depth) for one in found]
    return frozenset().union(*roots) if roots and all(roots) else frozenset()


def _roots_made(source: Source, made: ast.expr, depth: int) -> frozenset[str]:
    if isinstance(made, (ast.Dict, ast.List, ast.Tuple)):
        return _roots_of_tensor(source, made, depth - 1)
    if isinstance(made, ast.Attribute):
        return _all_of(source.resolve(made), ("Model().input", "Model().output"))
    if not isinstance(made, ast.Call):
        return frozenset()
    if isinstance(made.func, ast.Name) and made.func.id == "dict" and source.scope(made).owner("dict") is None:
        return frozenset(root for each in made.keywords for root in _roots_of_tensor(source, each.value, depth - 1))
    names = source.resolve(made.func)
    if roots := _all_of(names, _INPUTS):
        return roots
    of_layer = bool(names) and all(name.endswith("()") and _is_layer(name) for name in names)
    return _roots_of_tensor(source, made.args[0], depth - 1) if of_layer and made.args else frozenset()


def _is_layer(name: str) -> bool:
    return name == "tensorflow_hub.KerasLayer()" or any(name.startswith(f"{root}.layers.") for root in KERAS)


def _held(source: Source, made: ast.Call) -> Iterator[Place]:
    """Yield the attribute of a model or layer of this file that a hub layer is assigned to."""
    statement = source.parents.get(made)
    if not isinstance(statement, ast.Assign) or class_of(source, statement) is None:
        return
    for assigned in statement.targets:
        if isinstance(assigned, ast.Attribute):
            names = source.resolve(assigned.value)
            if roots := _all_of(names, ("Model()", "layers.Layer()", "Layer()")):
                yield Place("held", assigned, roots)


__all__ = [
    "KERAS",
    "Place",
    "Way",
    "hands_out_weights",
    "in_model",
    "is_trained",
    "loaded_object",
    "places",
]
