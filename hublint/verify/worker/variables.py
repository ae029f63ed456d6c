"""Reads the variables of SavedModels from their checkpoints, and holds those of two models against each other by value.

The two forms name variables differently: a graph's checkpoint by the variable's own name (`layer/kernel`), an object's
by the way that leads to it (`graph_variables/0/.ATTRIBUTES/VARIABLE_VALUE`). So values decide which variable is which.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import re
from typing import Any, Dict, Iterable, Iterator, List, Optional, Set, Tuple

import tensorflow as tf

from . import arrays

Job = Dict[str, Any]
Kind = Tuple[str, Tuple[int, ...]]  # the type of the elements, and the shape

_VARIABLE_OPS = ("VarHandleOp", "VariableV2", "Variable", "AutoReloadVariable")
_OBJECT_GRAPH = "_CHECKPOINTABLE_OBJECT_GRAPH"
_PART = re.compile(r"/part_\d+(?=/|$)")  # a partitioned variable is several in the graph, and one in the checkpoint
_MOST_TRIED = 100  # counterparts of one variable whose values are read and measured
_COUNTS_SAVES = "save_counter"  # of tf.train.Checkpoint, whatever the model is


class Variable:
    """One variable of a model; `needed` tells whether the outputs of a signature depend on it."""

    def __init__(self, reader: Any, key: str, name: str, kind: Kind, *, needed: bool) -> None:
        self._reader = reader
        self.key = key
        self.name = name
        self.kind = kind
        self.needed = needed
        self.digest = _digest(self.value())

    def value(self) -> Any:
        """Read the value."""
        return arrays.plain(self._reader.get_tensor(self.key))

    def described(self) -> Job:
        """Return what a message may say of it."""
        return {"name": self.name, "dtype": self.kind[0], "shape": list(self.kind[1]), "needed": self.needed}


def _digest(value: Any) -> bytes:
    if value.dtype.kind not in "OSU":
        return hashlib.sha256(value.tobytes()).digest()
    items = [item if isinstance(item, bytes) else str(item).encode() for item in value.reshape(-1).tolist()]
    lengths = ",".join(str(len(item)) for item in items).encode()
    return hashlib.sha256(lengths + b";" + b"".join(items)).digest()


def read(path: str, tags: Iterable[str], signatures: Iterable[str]) -> List[Variable]:
    """Read the variables of the graph with these tags, sorted by name; `signatures` are those that may need them."""
    prefix = os.path.join(path, "variables", "variables")
    if not os.path.exists(prefix + ".index"):
        return []
    reader: Any = tf.compat.v1.train.NewCheckpointReader(prefix)
    saved_model: Any = importlib.import_module("tensorflow.core.protobuf.saved_model_pb2").SavedModel()
    with open(os.path.join(path, "saved_model.pb"), "rb") as file:
        saved_model.ParseFromString(file.read())
    graph = next(one for one in saved_model.meta_graphs if set(one.meta_info_def.tags) == set(tags))
    if graph.HasField("object_graph_def"):
        names, needed = _of_objects(reader, graph.object_graph_def, list(signatures))
    else:
        names, needed = _of_graph(reader, graph, list(signatures))
    dtypes, shapes = reader.get_variable_to_dtype_map(), reader.get_variable_to_shape_map()
    found = [
        Variable(reader, key, name, (dtypes[key].name, tuple(shapes[key])), needed=key in needed)
        for key, name in sorted(names.items())
    ]
    return sorted(_without_copies(found), key=lambda variable: (variable.name, variable.key))


def _of_graph(reader: Any, graph: Any, signatures: List[str]) -> Tuple[Dict[str, str], Set[str]]:
    """Return the names of a graph's variables by their keys in the checkpoint, and the keys that signatures need."""
    stored = reader.get_variable_to_shape_map()
    nodes = {node.name: node for node in graph.graph_def.node}
    keys = {}
    for node in nodes.values():
        if node.op in _VARIABLE_OPS:
            key = node.name if node.name in stored else _PART.sub("", node.name)
            if key in stored:
                keys[node.name] = key
    waiting = [_node(name) for key in signatures for name in _tensors(graph.signature_def[key].outputs)]
    reached: Set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in nodes and name not in reached:
            reached.add(name)
            waiting += [_node(source) for source in nodes[name].input]
    return {key: key for key in keys.values()}, {key for name, key in keys.items() if name in reached}


def _tensors(outputs: Any) -> Iterator[str]:
    """Yield the names of the tensors that a signature's outputs are made of."""
    for info in outputs.values():
        parts = (info.name, info.coo_sparse.values_tensor_name, info.coo_sparse.indices_tensor_name)
        for name in parts:
            if name:
                yield name


def _node(tensor: str) -> str:
    """Return the name of the node that makes a tensor (`layer/add:0`) or is waited for (`^layer/assign`)."""
    return tensor.lstrip("^").partition(":")[0]


def _of_objects(reader: Any, saved: Any, signatures: List[str]) -> Tuple[Dict[str, str], Set[str]]:
    """As `_of_graph`, of a model that is made of objects."""
    module: Any = importlib.import_module("tensorflow.core.protobuf.trackable_object_graph_pb2")
    checkpoint = module.TrackableObjectGraph()
    checkpoint.ParseFromString(reader.get_tensor(_OBJECT_GRAPH))
    names, keys = {}, {}
    for here, there in _both_walked(saved.nodes, checkpoint.nodes):
        if saved.nodes[here].WhichOneof("kind") != "variable":
            continue
        for attribute in checkpoint.nodes[there].attributes:
            if attribute.name == "VARIABLE_VALUE" and reader.has_tensor(attribute.checkpoint_key):
                keys[here] = attribute.checkpoint_key
                names[attribute.checkpoint_key] = attribute.full_name
    way_of_counter = _COUNTS_SAVES + "/.ATTRIBUTES/VARIABLE_VALUE"
    names.pop(way_of_counter, None)
    own = list(names.values())
    for key, name in names.items():
        if not name or own.count(name) > 1:
            names[key] = key.partition("/.ATTRIBUTES/")[0]
    bound = {node for name in _functions(saved, signatures) for node in saved.concrete_functions[name].bound_inputs}
    return names, {key for node, key in keys.items() if node in bound and key != way_of_counter}


def _both_walked(saved: Any, checkpoint: Any) -> Iterator[Tuple[int, int]]:
    """Yield the numbers of each object in the model and in the checkpoint, where the same way leads to it in both."""
    waiting, seen = [(0, 0)], {0}
    while waiting:
        here, there = waiting.pop()
        yield here, there
        children = {child.local_name: child.node_id for child in checkpoint[there].children}
        for child in saved[here].children:
            if child.local_name in children and child.node_id not in seen:
                seen.add(child.node_id)
                waiting.append((child.node_id, children[child.local_name]))


def _functions(saved: Any, signatures: List[str]) -> Iterator[str]:
    """Yield the names of the functions that answer signatures."""
    for child in saved.nodes[0].children:
        if child.local_name == "signatures":
            for signature in saved.nodes[child.node_id].children:
                if signature.local_name in signatures:
                    node = saved.nodes[signature.node_id]
                    single = node.bare_concrete_function.concrete_function_name
                    names = [single] if single else node.function.concrete_functions
                    for name in names:
                        yield name


def _without_copies(found: List[Variable]) -> List[Variable]:
    """Leave out what is a second copy of a needed variable: Keras exports each of a model's variables twice."""
    needed = {(variable.kind, variable.digest) for variable in found if variable.needed}
    return [variable for variable in found if variable.needed or not _is_copy(variable, needed)]


def _is_copy(variable: Variable, needed: Set[Any]) -> bool:
    return variable.key.startswith("_all_variables/") and (variable.kind, variable.digest) in needed


def compare(job: Job) -> Job:
    """Pair the variables of two models by value, and tell what is left.

    Returns:
        `old` and `new`, how many each model has; `equal`, how many pairs have the same value; `max_abs`, how far apart
        the values of one pair are at most; `different`, pairs that have the same name or are the only ones left that
        could be pairs; and `left`, what has no counterpart, by side.
    """
    old, new = (read(**job[side]) for side in ("old", "new"))
    counts = {"old": len(old), "new": len(new)}
    distances: List[float] = []
    # What signatures need comes first, so that what they do not need takes no counterpart from it.
    for needed in (True, False):
        for find in (_exact, _Close(job["rtol"], job["atol"])):
            for variable in [one for one in old if one.needed is needed]:
                found = find(variable, new)
                if found is not None:
                    old.remove(variable)
                    new.remove(found[0])
                    distances.append(found[1])
    different = []
    for variable in list(old):
        counterpart = _other(variable, old, new)
        if counterpart is not None:
            old.remove(variable)
            new.remove(counterpart)
            measure = arrays.measure(variable.value(), counterpart.value(), job["rtol"], job["atol"])
            different.append({"old": variable.described(), "new": counterpart.described(), "measure": measure})
    return {
        **counts,
        "equal": len(distances),
        "max_abs": max(distances) if distances else None,
        "different": different,
        "left": {"old": [one.described() for one in old], "new": [one.described() for one in new]},
    }


def _candidates(variable: Variable, among: List[Variable]) -> List[Variable]:
    """Return the variables of the same type and shape: those as needed first, and those of the same name."""
    found = [one for one in among if one.kind == variable.kind]
    return sorted(found, key=lambda one: (one.needed != variable.needed, one.name != variable.name))


def _exact(variable: Variable, among: List[Variable]) -> Optional[Tuple[Variable, float]]:
    """Return a variable with the very same value, and the distance 0."""
    found = _candidates(variable, [one for one in among if one.digest == variable.digest])
    return (found[0], 0.0) if found else None


class _Close:
    """Finds a variable whose value is the same within a tolerance."""

    def __init__(self, rtol: float, atol: float) -> None:
        self._tolerance = rtol, atol

    def __call__(self, variable: Variable, among: List[Variable]) -> Optional[Tuple[Variable, float]]:
        """Return the variable, and how far apart the two are."""
        value = variable.value()
        for candidate in _candidates(variable, among)[:_MOST_TRIED]:
            measure = arrays.measure(value, candidate.value(), *self._tolerance)
            if measure["equal"]:
                return candidate, measure["max_abs"] or 0.0
        return None


def _other(variable: Variable, old: List[Variable], new: List[Variable]) -> Optional[Variable]:
    """Return what would be the counterpart of a variable if it had the same value."""
    same = [one for one in new if one.kind == variable.kind and one.needed == variable.needed]
    for candidate in same:
        if candidate.name == variable.name:
            return candidate
    rivals = [one for one in old if one.kind == variable.kind and one.needed == variable.needed]
    return same[0] if len(same) == len(rivals) == 1 and variable.needed else None
