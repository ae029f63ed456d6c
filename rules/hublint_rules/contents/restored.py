"""The objects of a TensorFlow 2 SavedModel as `tf.saved_model.load` gives them back: lists, functions, variables."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hublint.savedmodel.contents import Contents, Graph, Trace


class CallableModel(NamedTuple):
    """A model that can be called: its graph, and what its `__call__` is traced for."""

    graph: Graph
    traces: tuple[Trace, ...]


def as_callable(model: Contents) -> CallableModel | None:
    """Return what calling a restored model calls, None where it cannot be called."""
    graph = model.serving()
    call = graph.root_call if graph is not None else None
    return CallableModel(graph, call.traces) if graph is not None and call is not None and call.traces else None


def listed(graph: Graph, name: str) -> list[int] | None:
    """Return the numbers of the objects in a list that is an attribute of the root, None where there is no list."""
    found = graph.child(name)
    if found is None or found.kind != "user_object" or not all(key.isdigit() for key in found.children):
        return None
    return list(found.children.values())


def captured(graph: Graph, traces: Iterable[Trace]) -> list[int]:
    """Return the numbers of the variables that traces capture, in the order of the objects."""
    bound = {number for trace in traces for number in trace.bound}
    return sorted(number for number in bound if graph.objects[number].kind == "variable")


def names(graph: Graph, numbers: Iterable[int]) -> list[str]:
    """Return the names of variables, their numbers where they have none of their own."""
    return [graph.objects[number].name or f"variable {number}" for number in numbers]
