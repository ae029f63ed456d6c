"""How the nodes of a graph hang together: what calling the model runs, and where an input comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from hublint_rules.words import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hublint.savedmodel.contents import Graph, Node

# What a graph of TensorFlow 1 saves and restores itself with.
_CHECKPOINT_OPS: Final = frozenset([
    "MergeV2Checkpoints",
    "Restore",
    "RestoreSlice",
    "RestoreV2",
    "Save",
    "SaveSlices",
    "SaveV2",
    "ShardedFilename",
    "ShardedFilespec",
])  # fmt: skip
# What hands on its first input as it is, or in another shape.
_PASSING: Final = frozenset(["ExpandDims", "Identity", "Pack", "ReadVariableOp", "Reshape", "Squeeze"])
_FURTHEST: Final = 50
_LONGEST_TEXT: Final = 120


class Origin(NamedTuple):
    """Where an input comes from: a node, or an argument of the function, or neither where it cannot be told."""

    node: Node | None = None
    argument: str = ""


class Wiring:
    """The nodes of one graph, by the function that they are in and their name.

    Attributes:
        graph: the graph.
        complete: whether it has signatures, and all of them tell which tensors they give back; sparse ones do not.
        needed: the names of the graph's own nodes that the signatures depend on, with what fills their tables.
        callers: the nodes that call each function.
        arguments: the names of what whoever calls the model gives each traced function; under "", the nodes that feed
            signatures.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.nodes = {(node.function, node.name): node for node in graph.nodes}
        outputs = [info for signature in graph.signatures.values() for info in signature.outputs.values()]
        self.complete = bool(graph.public_signatures) and all(info.name for info in outputs)
        self.needed = graph.used_nodes()
        self._add_table_initializers()
        self.callers: dict[str, list[Node]] = {}
        for node in graph.nodes:
            for function in node.calls:
                self.callers.setdefault(function, []).append(node)
        self.arguments = _arguments(graph)

    def running(self) -> Iterator[Node]:
        """Yield the nodes that calling the model, or loading it, may run; not those that restore its variables.

        A graph of TensorFlow 1 without signatures is called by the names of its nodes, so there it is all of them.
        """
        all_of_them = not self.graph.public_signatures and not self.graph.objects
        functions = set(self.graph.functions) if all_of_them else self._called()
        for node in self.graph.nodes:
            if node.function:
                if node.function in functions:
                    yield node
            elif node.name in self.needed or (all_of_them and node.op not in _CHECKPOINT_OPS):
                yield node

    def origin(self, node: Node, position: int) -> Origin:
        """Return where an input of a node comes from, behind what only hands it on, such as `Identity`."""
        for _ in range(_FURTHEST):
            # What a node only waits for stands behind what it takes, with a "^".
            if position >= len(node.inputs) or node.inputs[position].startswith("^"):
                return Origin()
            name = producer(node.inputs[position])
            found = self.nodes.get((node.function, name))
            if found is None:
                return Origin(argument=name) if node.function else Origin()
            if found.op not in _PASSING or (found.op == "Pack" and len(found.inputs) > 1):
                return Origin(found)
            node, position = found, 0
        return Origin()

    def _add_table_initializers(self) -> None:
        """A table that is looked up in has to be filled first, which no output depends on."""
        for node in self.graph.nodes:
            fills = not node.function and node.op.startswith("InitializeTable") and node.inputs
            if fills and producer(node.inputs[0]) in self.needed:
                self.needed.update([node.name, *map(producer, node.inputs)])

    def _called(self) -> set[str]:
        """Return the names of the functions that the needed nodes and the restored objects call, directly or not."""
        calls: dict[str, set[str]] = {}
        for node in self.graph.nodes:
            if node.calls and (node.function or node.name in self.needed):
                calls.setdefault(node.function, set()).update(node.calls)
        waiting = [*calls.get("", ()), *(trace.name for one in self.graph.objects for trace in one.traces)]
        called: set[str] = set()
        while waiting:
            function = waiting.pop()
            if function not in called:
                called.add(function)
                waiting.extend(calls.get(function, ()))
        return called


_recent: list[Wiring] = []
_MOST_RECENT: Final = 4


def wiring_of(graph: Graph) -> Wiring:
    """Return the wiring of a graph, made once for all rules that judge the same model one after another."""
    for wiring in _recent:
        if wiring.graph is graph:
            return wiring
    wiring = Wiring(graph)
    _recent[:] = [wiring, *_recent[: _MOST_RECENT - 1]]
    return wiring


def _arguments(graph: Graph) -> dict[str, set[str]]:
    fed = {producer(info.name) for signature in graph.public_signatures.values() for info in signature.inputs.values()}
    arguments = {"": fed}
    for trace in (trace for one in graph.objects for trace in one.traces):
        names = {_as_argument(name) for key, info in trace.inputs.items() for name in (key, info.name)}
        arguments.setdefault(trace.name, set()).update(names)
    return arguments


def _as_argument(name: str) -> str:
    """Write a name as TensorFlow writes those of a function's arguments."""
    return "".join(letter if letter.isalnum() else "_" for letter in name.lower())


def producer(input_: str) -> str:
    """Return the name of the node behind an input such as `dense/MatMul:product:0` or `^init`."""
    return input_.removeprefix("^").partition(":")[0]


def place(node: Node) -> str:
    """Say where a node stands as its author would: the function's own name, or the node's in the graph."""
    if node.function:
        return f"the function `{printable(plain(node.function))}`"
    return f"the node `{printable(node.name)}`"


def plain(function: str) -> str:
    """Return the name that a function of the library had in the program: `__inference_call_87` is `call`."""
    for prefix in ("__inference_", "__forward_", "__backward_"):
        if function.startswith(prefix):
            name = function.removeprefix(prefix)
            head, _, number = name.rpartition("_")
            return head if head and number.isdigit() else name
    return function


def some(names: Iterable[str], most: int = 3) -> str:
    """List names, the first of them and how many more there are: `a`, `b`, `c` and 4 more."""
    each = list(dict.fromkeys(names))
    shown = [f"`{printable(name)}`" for name in each[:most]]
    if len(each) > most:
        return f"{', '.join(shown)} and {len(each) - most} more"
    return listed(shown) if shown else ""


def printable(text: str) -> str:
    """Return a text of a file that anybody may have written so that it fits into a line: short, and all of it seen."""
    short = text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]}..."
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode("ascii") for one in short)
