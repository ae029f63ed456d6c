"""How the nodes of a graph hang together: what a signature runs, where a path comes from, who uses which variable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hublint.savedmodel.contents import Graph, Node

# Every SavedModel saves and restores itself; TensorFlow names the functions that do so.
_CHECKPOINT_FUNCTIONS: Final = ("__inference__traced_save", "__inference__traced_restore")
_CHECKPOINT_OPS: Final = frozenset(
    ["MergeV2Checkpoints", "RestoreV2", "SaveV2", "ShardedFilename", "ShardedFilespec", "Restore", "Save", "SaveSlices"]
)
# What hands on its first input as it is, or in another shape.
_PASSING: Final = frozenset(["Identity", "Reshape", "ExpandDims", "Squeeze", "Pack", "StopGradient", "ReadVariableOp"])
_FURTHEST = 50


class Wiring:
    """The nodes of one graph by function and name.

    Attributes:
        complete: whether every signature tells which tensors it gives back; sparse ones are not told.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.nodes = {(node.function, node.name): node for node in graph.nodes}
        outputs = [info for signature in graph.signatures.values() for info in signature.outputs.values()]
        self.complete = bool(graph.public_signatures) and all(info.name for info in outputs)
        self._roots = {producer(info.name) for info in outputs if info.name}

    def running(self) -> Iterator[Node]:
        """Yield the nodes that calling the model or loading it may run, without what restores its own variables.

        These are the nodes that a signature's outputs depend on, the initializers' included, and every function's. A
        graph without signatures is called by the names of its nodes, so there it is all of them.
        """
        needed = self.needed() if self.graph.public_signatures else None
        for node in self.graph.nodes:
            if node.function:
                if not node.function.startswith(_CHECKPOINT_FUNCTIONS):
                    yield node
            elif needed is None:
                if node.op not in _CHECKPOINT_OPS:
                    yield node
            elif node.name in needed:
                yield node

    def needed(self) -> set[str]:
        """Return the names of the graph's own nodes that the signatures' outputs depend on."""
        needed: set[str] = set()
        waiting = [*self._roots]
        while waiting:
            name = waiting.pop()
            node = self.nodes.get(("", name))
            if node is not None and name not in needed:
                needed.add(name)
                waiting.extend(producer(input_) for input_ in node.inputs)
        return needed

    def origin(self, node: Node, position: int) -> Node | None:
        """Return the node that an input comes from, None where it is an argument of a function.

        What only hands on a value, such as `Identity`, is passed over.
        """
        inputs = [input_ for input_ in node.inputs if not input_.startswith("^")]
        if position >= len(inputs):
            return None
        found = self.nodes.get((node.function, producer(inputs[position])))
        for _ in range(_FURTHEST):
            if found is None or found.op not in _PASSING or not found.inputs:
                return found
            if found.op == "Pack" and len(found.inputs) > 1:
                return found
            found = self.nodes.get((found.function, producer(found.inputs[0])))
        return found


def producer(input_: str) -> str:
    """Return the name of the node behind an input such as `dense/MatMul:product:0` or `^init`."""
    return input_.removeprefix("^").partition(":")[0]


def place(node: Node) -> str:
    """Say where a node stands as its author would: the function's own name, or `the graph`."""
    return f"the function `{plain(node.function)}`" if node.function else f"the node `{node.name}`"


def plain(function: str) -> str:
    """Return the name that a function of the library had in the program: `__inference_call_87` is `call`."""
    for prefix in ("__inference_", "__forward_", "__backward_"):
        if function.startswith(prefix):
            name = function.removeprefix(prefix)
            head, _, number = name.rpartition("_")
            return head if head and number.isdigit() else name
    return function


def some(names: Iterable[str], most: int = 3) -> str:
    """List names, the first of them and how many more there are: `a`, `b` and 4 more."""
    each = list(dict.fromkeys(names))
    shown = [f"`{name}`" for name in each[:most]]
    if len(each) > most:
        return f"{', '.join(shown)} and {len(each) - most} more"
    return " and ".join(shown) if len(shown) <= 2 else f"{', '.join(shown[:-1])} and {shown[-1]}"
