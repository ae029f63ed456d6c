"""Whether the state of an optimizer is stored with a model."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hublint.savedmodel.contents import Optimizer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hublint.savedmodel.contents import Graph, KerasPart, ObjectNode, StoredVariable

__all__ = ["find_optimizer"]

_IDENTIFIERS = frozenset({"optimizer", "experimentalOptimizer"})
# What the optimizers of Keras 2.11 and later, and those of Keras 3, keep whatever attribute they are found by.
_ATTRIBUTES = (frozenset({"_iterations", "_learning_rate"}), frozenset({"_iterations", "_variables"}))
_MODELS_OWN = "_trainable_variables"  # where these keep the variables that are trained
# How the optimizers of TensorFlow 1 name their slots (`dense/kernel/Adam_1`) and what they share (`beta1_power`).
_TF1 = re.compile(
    r".+/(Adam|AdaMax|Adagrad|AdagradDA|Adadelta|AMSGrad|Ftrl|Momentum|Nadam|ProximalAdagrad|RMSProp)(_\d+)?$"
    r"|(.*/)?beta[12]_power(_\d+)?$"
    r"|training(_\d+)?/(Adadelta|Adagrad|Adam|Adamax|Ftrl|Nadam|RMSprop|SGD)(_\d+)?/.+$"  # Keras in a graph
)
_MOST_TOLD = 5
_APPLY = re.compile(r"(Resource)?(Sparse)?Apply[A-Z]")


def find_optimizer(
    graphs: Sequence[Graph], variables: Sequence[StoredVariable], keras: KerasPart | None
) -> Optimizer | None:
    """Return the state of an optimizer, with the keys of what it keeps and all that showed it.

    Args:
        graphs: all graphs of the model.
        variables: what is stored; the numbers count the objects of the one graph that has any.
        keras: what Keras wrote into the model.
    """
    evidence: list[str] = []
    numbers: set[int] = set()
    for graph in graphs:
        owners = [number for number, node in enumerate(graph.objects) if _is_optimizer(node)]
        owned = {child for owner in owners for child in graph.objects[owner].children.values()}
        lists = [number for number, node in enumerate(graph.objects) if _is_list_of_optimizer(graph, node)]
        alone = [number for number in lists if number not in owned]
        # A model has one or two; each way is looked for in the whole graph.
        ways, lists_ways = (map(graph.way, found[:_MOST_TOLD]) for found in (owners, alone))
        evidence += [f"the object {'.'.join(way) or 'itself'} is an optimizer" for way in ways]
        evidence += [f"the variables of {'.'.join(way)} are an optimizer's" for way in lists_ways]
        numbers |= _kept_by(graph, [*owners, *alone])
        slots = [slot.slot_variable for node in graph.objects for slot in node.slots]
        if slots:
            evidence.append(f"{len(slots)} slot variables")
            numbers.update(slots)
    has_objects = any(graph.objects for graph in graphs)
    kept = [one for one in variables if (one.number in numbers if has_objects else _TF1.match(one.key))]
    if kept and not has_objects:
        evidence.append(f"the variable {kept[0].key}")
    ops = sorted({node.op for graph in graphs for node in graph.nodes if _APPLY.match(node.op)})
    if ops:
        evidence.append(f"the operation {ops[0]}")
    if keras is not None and keras.training_config:
        evidence.append("the training_config of Keras")
    if not evidence:
        return None
    return Optimizer(tuple(one.key for one in kept), sum(one.bytes for one in kept), "; ".join(evidence))


def _is_optimizer(node: ObjectNode) -> bool:
    return node.identifier in _IDENTIFIERS or any(names <= node.children.keys() for names in _ATTRIBUTES)


def _is_list_of_optimizer(graph: Graph, node: ObjectNode) -> bool:
    """Tell whether an object is the list `optimizer.variables` of Keras, which is all there is of the optimizer.

    `ExportArchive.add_variable_collection` writes it so. It begins with the steps and the rate.
    """
    first = [graph.objects[node.children[key]] for key in ("0", "1") if key in node.children]
    names = [one.name.rpartition("/")[2] for one in first if one.kind == "variable" and not one.trainable]
    return names == ["iteration", "learning_rate"]


def _kept_by(graph: Graph, optimizers: list[int]) -> set[int]:
    """Return the numbers of the variables below optimizers that are not the model's own."""
    seen = set(optimizers)
    queue = list(optimizers)
    while queue:
        for name, child in graph.objects[queue.pop()].children.items():
            if child not in seen and name != _MODELS_OWN:
                seen.add(child)
                queue.append(child)
    return {number for number in seen if graph.objects[number].kind == "variable"}
