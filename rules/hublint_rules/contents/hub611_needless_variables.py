"""HUB611."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hublint.rule import Example, ModelRule, Remark
from hublint_rules.contents.restored import below, captured, listed, names
from hublint_rules.contents.sizes import bytes_text, share_text, variable_bytes
from hublint_rules.contents.wiring import Wiring, some

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents, Graph, ObjectNode

_FEWEST_BYTES: Final = 1024
_FEWEST_PERCENT: Final = 1


class NeedlessVariables(ModelRule):
    """A model stores variables that none of its functions and signatures use.

    Everything that is tracked when a model is saved goes to disk: the layers that were thrown away, the teacher that a
    student was distilled from, the embeddings of a vocabulary that nothing looks up. Keras 3's `Model.export` stores
    every weight twice, as `variables/0` and as `_all_variables/0`: 7.8 MB of weights take 15.7 MB (seen with Keras 3.3
    to 3.15). Nobody sees it but who downloads the model, and loading takes the memory of both.

    For a SavedModel of TensorFlow 2 a variable is used if a concrete function captures it, for one of TensorFlow 1 if
    an output of a signature depends on it. Scalars (counters, learning rates) are not worth a word, nor is less than 1
    % of all variables, and optimizers are HUB601's. There is no fix: what is left out has to be left out by the program
    that saves. For Keras 3 that is a `tf.train.Checkpoint` of the weights and a traced `__call__`, or
    `tf.saved_model.save` of an uncompiled `Model` for what is only served.
    """

    code = "HUB611"
    name = "needless-variables"
    since = "0.1"
    promise = "stores no variable that nothing uses"
    examples = (
        Example(
            before="""\
import tensorflow as tf


class Model(tf.Module):
    def __init__(self):
        super().__init__()
        self.used = tf.Variable(tf.ones([20, 20]))
        self.forgotten = tf.Variable(tf.ones([500]))

    @tf.function(input_signature=[tf.TensorSpec([None, 20], tf.float32)])
    def __call__(self, x):
        return x @ self.used


tf.saved_model.save(Model(), "model")
""",
            after="""\
import tensorflow as tf


class Model(tf.Module):
    def __init__(self):
        super().__init__()
        self.used = tf.Variable(tf.ones([20, 20]))

    @tf.function(input_signature=[tf.TensorSpec([None, 20], tf.float32)])
    def __call__(self, x):
        return x @ self.used


tf.saved_model.save(Model(), "model")
""",
        ),
        Example(
            before="""\
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Input([30]), tf.keras.layers.Dense(30)])
model.export("model")
""",
            after="""\
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Input([30]), tf.keras.layers.Dense(30)])
tf.saved_model.save(model, "model")
""",
            target="tf=2.21",
        ),
    )
    references = (
        "https://www.tensorflow.org/guide/saved_model",
        "https://keras.io/api/models/model_saving_apis/export/",
    )

    def check_contents(self, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        """Report the unused variables of a SavedModel in one remark, if they are more than dust."""
        del target
        graph = model.serving()
        if graph is None or len(model.graphs) > 1 or model.form == "tf1-hub":
            return
        found = _unused_objects(graph) if graph.objects else _unused_nodes(model, graph)
        needless, stored = sum(found.values()), sum(variable.bytes for variable in model.variables)
        if needless < _FEWEST_BYTES or 100 * needless < _FEWEST_PERCENT * stored or needless > stored:
            return
        size = f"{bytes_text(needless)}, {share_text(needless, stored)} of the variables"
        if _is_stored_twice(graph):
            message = f"Keras 3 exported every weight twice ({size} in `_all_variables`)"
            yield Remark(f"{message}; save a `tf.train.Checkpoint` of the weights and a traced `__call__` instead")
            return
        most = sorted(found, key=lambda name: -found[name])
        message = f"nothing in the model uses {some(most)} ({size})"
        yield Remark(f"{message}; save an object that holds only what its functions use")


def _unused_objects(graph: Graph) -> dict[str, int]:
    """Return the bytes of the variables that no trace captures, by name, without those of optimizers."""
    traces = [trace for node in graph.objects for trace in node.traces]
    call = graph.child("__call__")
    if not traces or (call is not None and call.kind == "function" and not call.traces):
        return {}
    spared = set(captured(graph, traces))
    for node in graph.objects:
        spared.update(slot.slot_variable for slot in node.slots)
        if _is_optimizer(node):
            spared |= below(graph, node)
    found: dict[str, int] = {}
    for number, node in enumerate(graph.objects):
        if node.kind == "variable" and node.shape and number not in spared:
            (name,) = names(graph, [number])
            found[name] = found.get(name, 0) + variable_bytes(node)
    return found


def _is_optimizer(node: ObjectNode) -> bool:
    children = node.children.keys()
    return node.identifier == "optimizer" or (
        "_iterations" in children and bool({"_learning_rate", "_variables"} & children)
    )


def _unused_nodes(model: Contents, graph: Graph) -> dict[str, int]:
    """Return the bytes of the variables that no output of a signature depends on, by name."""
    wiring = Wiring(graph)
    if not wiring.complete:
        return {}
    needed = wiring.needed()
    optimizer = model.optimizer.keys if model.optimizer is not None else ()
    stored = {variable.key: variable for variable in model.variables if variable.shape}
    return {
        node.name: stored[node.name].bytes
        for node in graph.nodes
        if node.op in _VARIABLES and node.name in stored and node.name not in needed and node.name not in optimizer
    }


_VARIABLES = ("VarHandleOp", "Variable", "VariableV2")


def _is_stored_twice(graph: Graph) -> bool:
    """Tell whether each of `_all_variables`, which Keras 3 alone writes, is a copy of one of `variables`."""
    copies, originals = (
        listed(graph, "_all_variables") if graph.objects else None,
        listed(graph, "variables") if graph.objects else None,
    )
    if not copies or not originals or set(copies) & set(originals):
        return False

    def identity(number: int) -> tuple[object, ...]:
        node = graph.objects[number]
        return node.name, node.dtype, node.shape

    return {identity(number) for number in copies} <= {identity(number) for number in originals}
