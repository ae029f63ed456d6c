"""The objects of a TensorFlow 2 SavedModel as `tf.saved_model.load` gives them back: lists, functions, variables."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hublint.savedmodel.contents import Contents, Graph, ObjectNode, Trace


def restored_graph(model: Contents) -> Graph | None:
    """Return the graph whose objects TensorFlow 2 gives back, None where the model has none."""
    graph = model.serving()
    return graph if graph is not None and graph.objects else None


def listed(graph: Graph, name: str) -> list[int] | None:
    """Return the numbers of the objects in a list that is an attribute of the root, None where there is no list."""
    root = graph.objects[0]
    if name not in root.children:
        return None
    found = graph.objects[root.children[name]]
    if found.kind != "user_object" or not all(key.isdigit() for key in found.children):
        return None
    return list(found.children.values())


def call_traces(graph: Graph) -> tuple[Trace, ...] | None:
    """Return what `__call__` of the root is traced for, None where the root has no `__call__` that is restored."""
    call = graph.child("__call__")
    return call.traces if call is not None and call.kind == "function" else None


def captured(graph: Graph, traces: Iterable[Trace]) -> list[int]:
    """Return the numbers of the variables that traces capture, in the order of the objects."""
    bound = {number for trace in traces for number in trace.bound}
    return sorted(number for number in bound if graph.objects[number].kind == "variable")


def names(graph: Graph, numbers: Iterable[int]) -> list[str]:
    """Return the names of variables, a number where one has none."""
    return [graph.objects[number].name or f"variable {number}" for number in numbers]


def below(graph: Graph, start: ObjectNode) -> set[int]:
    """Return the numbers of all objects that an object leads to."""
    found: set[int] = set()
    waiting = [*start.children.values()]
    while waiting:
        number = waiting.pop()
        if number not in found:
            found.add(number)
            waiting.extend(graph.objects[number].children.values())
    return found
