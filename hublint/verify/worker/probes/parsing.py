"""Which inputs of a function are serialized `tf.train.Example`s, and what these have to hold: its graph tells."""

from __future__ import annotations

from typing import Any, Dict, Iterator, List, NamedTuple, Optional, Tuple

import tensorflow as tf

Feature = Dict[str, Any]

_PARSING = (
    "ParseExample",
    "ParseExampleV2",
    "ParseSingleExample",
    # The Examples of these are sequences, whose features are not told apart here.
    "ParseSequenceExample",
    "ParseSequenceExampleV2",
    "ParseSingleSequenceExample",
)
# What hands on the same values, all or some of them.
_PASSING = (
    "ExpandDims",
    "Gather",
    "GatherV2",
    "Identity",
    "PlaceholderWithDefault",
    "Reshape",
    "Squeeze",
    "StopGradient",
    "StridedSlice",
    "Unpack",
)
_CALLS = ("PartitionedCall", "StatefulPartitionedCall")
_DEEPEST = 100


class _Scope:
    """The nodes of a graph or of a function by name, and what the arguments of a function are where it is called."""

    def __init__(self, nodes: Any, arguments: Dict[str, Tuple[_Scope, str]]) -> None:
        self.nodes: Dict[str, Any] = {node.name: node for node in nodes}
        self.arguments = arguments

    def origin(self, text: str) -> Optional[Any]:
        """Return the node that makes a value which is handed on to `text`; None if that cannot be told."""
        scope = self
        for _ in range(_DEEPEST):
            name = text.partition(":")[0]
            if name in scope.arguments:
                scope, text = scope.arguments[name]
                continue
            node = scope.nodes.get(name)
            if node is None or node.op not in _PASSING:
                return node
            text = node.input[0]
        return None

    def strings(self, text: str) -> Optional[List[str]]:
        """Return the strings in a constant; None if it is none."""
        node = self.origin(text)
        if node is None or node.op != "Const":
            return None
        return [item.decode("utf-8", "replace") for item in tf.make_ndarray(node.attr["value"].tensor).reshape(-1)]


class Parsed(NamedTuple):
    """What is parsed: the placeholder that it comes from, if that can be told, and its features, if these can be."""

    placeholder: Optional[str]
    features: Optional[List[Feature]]


def parsed(graph: Any) -> List[Parsed]:
    """Return what each operation of a graph, and of the functions that it calls, parses as Examples."""
    bodies = {function.signature.name: function for function in graph.library.function}
    if not any(node.op in _PARSING for part in (graph, *bodies.values()) for node in _nodes(part)):
        return []
    return [_parsed(scope, node) for scope, node in _walk(_Scope(graph.node, {}), bodies, ())]


def features_of(found: List[Parsed]) -> List[Feature]:
    """Put together the features of all that is parsed of one input; none if one cannot be told.

    A feature that is parsed twice is given the shape that it needs where it is dense, which suits the other kinds.
    """
    features: Dict[str, Feature] = {}
    for one in found:
        if one.features is None:
            return []
        for feature in one.features:
            known = features.setdefault(feature["name"], feature)
            if known["kind"] != "dense" and feature["kind"] == "dense" and known["dtype"] == feature["dtype"]:
                features[feature["name"]] = feature
    return [features[name] for name in sorted(features)]


def _nodes(part: Any) -> Any:
    return part.node if hasattr(part, "node") else part.node_def


def _walk(scope: _Scope, bodies: Dict[str, Any], within: Tuple[str, ...]) -> Iterator[Tuple[_Scope, Any]]:
    """Yield the nodes that parse, each with its scope."""
    for node in scope.nodes.values():
        if node.op in _PARSING:
            yield scope, node
        for key in sorted(node.attr):
            value = node.attr[key]
            called = [value.func] if value.HasField("func") else value.list.func
            for name in [function.name for function in called]:
                if name not in bodies or name in within or len(within) > _DEEPEST:
                    continue
                body, arguments = bodies[name], {}
                if node.op in _CALLS:
                    names = [argument.name for argument in body.signature.input_arg]
                    arguments = {one: (scope, text) for one, text in zip(names, node.input)}  # noqa: B905 - for 3.7
                yield from _walk(_Scope(body.node_def, arguments), bodies, (*within, name))


def _parsed(scope: _Scope, node: Any) -> Parsed:
    source = scope.origin(node.input[0])
    placeholder = source.name if source is not None and source.op == "Placeholder" else None
    read = {
        "ParseExample": _keys_in_inputs,
        "ParseExampleV2": _keys_in_vectors,
        "ParseSingleExample": _keys_in_attributes,
    }
    keys = read[node.op](scope, node) if node.op in read else None
    return Parsed(placeholder, None if keys is None else _features(node, keys))


Keys = Tuple[List[str], List[str], List[str]]  # of sparse, dense and ragged features


def _keys_in_inputs(scope: _Scope, node: Any) -> Optional[Keys]:
    sparse, dense = node.attr["Nsparse"].i, node.attr["Ndense"].i
    found = [scope.strings(text) for text in node.input[2 : 2 + sparse + dense]]
    keys = [key for one in found if one is not None for key in one]
    return (keys[:sparse], keys[sparse:], []) if len(keys) == sparse + dense else None


def _keys_in_vectors(scope: _Scope, node: Any) -> Optional[Keys]:
    sparse, dense, ragged = (scope.strings(text) for text in node.input[2:5])
    return None if sparse is None or dense is None or ragged is None else (sparse, dense, ragged)


def _keys_in_attributes(scope: _Scope, node: Any) -> Optional[Keys]:
    del scope
    sparse, dense = (
        [key.decode("utf-8", "replace") for key in node.attr[name].list.s] for name in ("sparse_keys", "dense_keys")
    )
    return sparse, dense, []


def _features(node: Any, keys: Keys) -> Optional[List[Feature]]:
    types = [list(node.attr[name].list.type) for name in ("sparse_types", "Tdense", "ragged_value_types")]
    if [len(one) for one in types] != [len(one) for one in keys]:
        return None
    features = []
    for kind, names, dtypes in zip(("sparse", "dense", "ragged"), keys, types):  # noqa: B905 - no strict in 3.7
        shapes: List[Any] = [[None]] * len(names)
        if kind == "dense":
            shapes = [tf.TensorShape(shape) for shape in node.attr["dense_shapes"].list.shape]
            shapes = [shape.as_list() if shape.rank is not None else [None] for shape in shapes]
        for name, dtype, shape in zip(names, dtypes, shapes):  # noqa: B905 - as above
            features.append({"name": name, "dtype": tf.as_dtype(dtype).name, "shape": shape, "kind": kind})
    return features
