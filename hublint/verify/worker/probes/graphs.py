"""What the graphs of functions say: which operation makes an output, and where operations run."""

from __future__ import annotations

import importlib
from typing import Any, Callable, Dict, FrozenSet, List, Optional, Tuple

import tensorflow as tf

from . import devices

# What leaves a softmax a softmax.
_PASSING = ("Identity", "IdentityN", "Reshape", "Squeeze", "ExpandDims", "Cast", "EnsureShape", "StopGradient")
_CALLS = ("PartitionedCall", "StatefulPartitionedCall")
_DEEPEST = 100
# What moves values between devices, or is only a place in a graph.
_NO_WORK = ("_Arg", "_Retval", "_Send", "_Recv", "_HostSend", "_HostRecv", "Const", "NoOp", "Identity", "VarHandleOp")


def made_by_softmax(concrete: Any) -> FrozenSet[str]:
    """Return the outputs, by the way to each in the result, whose last operation is a softmax."""
    from .functions import flat

    outputs = concrete.structured_outputs
    named = flat(outputs) if outputs is not None else {}
    tensors = [tensor for tensor in concrete.outputs if tensor.dtype != tf.resource]
    if len(named) != len(tensors):
        return frozenset()
    library = concrete.graph.as_graph_def().library
    bodies = {function.signature.name: _Body(function) for function in library.function}
    found = []
    # The tensors are in the order of `tf.nest`, which sorts dictionaries as `flat` does.
    for name, tensor in zip(named, tensors):  # noqa: B905 - no strict in 3.7
        node = tensor.op.node_def
        nodes = {op.name: op.node_def for op in concrete.graph.get_operations()}
        if _is_softmax(node, tensor.value_index, nodes, bodies):
            found.append(name)
    return frozenset(found)


def operations(call: Callable[[], Any]) -> Dict[str, int]:
    """Make a call, and count the operations by the device that each was placed on; nothing where that is not told.

    The device of a result does not tell: what a function returns is copied to the caller's device.
    """
    context: Any = importlib.import_module("tensorflow.python.eager.context")
    counted: Dict[str, int] = {}
    try:
        context.enable_run_metadata()
        try:
            # A function tells it when it is made ready to run, which is done once; what was told before is dropped.
            context.context().clear_kernel_cache()
            context.export_run_metadata()
            call()
            placed = context.export_run_metadata().partition_graphs
        finally:
            context.disable_run_metadata()
    except Exception:
        return {}  # the runtime does not tell, or the call is not repeatable, which shows elsewhere
    for graph in placed:
        for node in graph.node:
            name = devices.short(node.device)
            if name and node.op not in _NO_WORK:
                counted[name] = counted.get(name, 0) + 1
    return counted


class _Body:
    """A function of a graph's library: its nodes by name, and what it returns, in order."""

    def __init__(self, function: Any) -> None:
        self.nodes: Dict[str, Any] = {node.name: node for node in function.node_def}
        self.returned: List[str] = [function.ret[argument.name] for argument in function.signature.output_arg]


def _is_softmax(node: Any, index: int, nodes: Dict[str, Any], bodies: Dict[str, _Body]) -> bool:
    for _ in range(_DEEPEST):
        if node.op == "Softmax":
            return True
        if node.op in _PASSING:
            at = index if node.op == "IdentityN" else 0
            found = _node(node.input[at], nodes)
        elif node.op in _CALLS and node.attr["f"].func.name in bodies:
            body = bodies[node.attr["f"].func.name]
            nodes = body.nodes
            found = _node(body.returned[index], nodes) if index < len(body.returned) else None
        else:
            return False
        if found is None:
            return False
        node, index = found
    return False


def _node(text: str, nodes: Dict[str, Any]) -> Optional[Tuple[Any, int]]:
    """Find what `node`, `node:1` (in a graph) or `node:output:1` (in a function) names."""
    name, _, index = text.partition(":")
    if name not in nodes:
        return None
    last = index.rpartition(":")[2]
    return nodes[name], int(last) if last.isdigit() else 0
