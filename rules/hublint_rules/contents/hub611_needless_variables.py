"""HUB611."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hublint.rule import Example, ModelRule, Remark
from hublint.savedmodel.words import size_text
from hublint_rules.contents.sizes import share_text
from hublint_rules.contents.wiring import some, wiring_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents, Graph, StoredVariable

_FEWEST_BYTES: Final = 1024
_FEWEST_PERCENT: Final = 1


class NeedlessVariables(ModelRule):
    """A model stores variables that none of its functions and signatures use.

    Everything that is tracked when a model is saved goes to disk: the layers that were thrown away, the teacher that a
    student was distilled from, the embeddings of a vocabulary that nothing looks up. Keras 3's `Model.export` stores
    every weight twice, as `variables/0` and as `_all_variables/0`: 7.8 MB of weights take 15.7 MB (seen with Keras 3.3
    to 3.15). So is any variable of Keras 3 that is tracked beside its own `value`. Nobody sees it but who downloads the
    model, and loading takes the memory of both.

    For a SavedModel of TensorFlow 2 a variable is used if a concrete function captures it, for one of TensorFlow 1 if
    an output of a signature depends on it. Scalars (counters, learning rates) are not worth a word, nor is less than 1
    % of all variables, and optimizers are HUB601's. There is no fix: what is left out has to be left out by the program
    that saves. For Keras 3 that is a `tf.train.Checkpoint` of the weights and a traced `__call__`, or
    `tf.saved_model.save` of an uncompiled `Model` for what is only served.
    """

    code = "HUB611"
    name = "needless-variables"
    since = "0.1"
    severity = "information"
    promise = "stores no variable that nothing uses"
    judges = "files"
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
        found = sorted(_unused(model, graph), key=lambda one: -one.bytes)
        needless, stored = sum(one.bytes for one in found), sum(variable.bytes for variable in model.variables)
        if needless < _FEWEST_BYTES or 100 * needless < _FEWEST_PERCENT * stored:
            return
        size = f"{size_text(needless)}, {share_text(needless, stored)} of the variables"
        if _are_copies(found, model):
            if found[0].key.startswith("_all_variables/"):
                message = f"Keras 3 exported every weight twice ({size} as `_all_variables`)"
                yield Remark(f"{message}; save a `tf.train.Checkpoint` of the weights and a traced `__call__` instead")
            else:
                twice = f"{some(one.name for one in found)} {'is' if len(found) == 1 else 'are'} stored twice ({size})"
                yield Remark(f"{twice}; let one attribute alone lead to each variable")
            return
        instead = "save only what its functions use" if graph.objects else "export a graph that is built without them"
        yield Remark(f"nothing in the model uses {some(one.name for one in found)} ({size}); {instead}")


def _unused(model: Contents, graph: Graph) -> list[StoredVariable]:
    """Return the variables that nothing uses, without scalars and what an optimizer keeps."""
    optimizer = frozenset(model.optimizer.keys if model.optimizer is not None else ())
    stored = [one for one in model.variables if one.shape and one.key not in optimizer]
    if graph.objects:
        call = graph.root_call
        if not any(node.traces for node in graph.objects) or (call is not None and not call.traces):
            return []  # without a trace nothing can tell: HUB607 and HUB608
        used = graph.used_objects()
        return [one for one in stored if one.number is not None and _is_variable(graph, one) and one.number not in used]
    wiring = wiring_of(graph)
    if not wiring.complete:
        return []
    unused = {node.name for node in graph.nodes if node.op in _VARIABLES and not node.function} - wiring.needed
    return [one for one in stored if one.key in unused]


_VARIABLES = ("VarHandleOp", "Variable", "VariableV2")


def _is_variable(graph: Graph, stored: StoredVariable) -> bool:
    return stored.number is not None and graph.objects[stored.number].kind == "variable"


def _are_copies(found: list[StoredVariable], model: Contents) -> bool:
    """Tell whether all that is unused is there a second time, under the same name and with the same values."""
    unused = {one.key for one in found}
    others = {_value(one) for one in model.variables if one.key not in unused}
    rest = sum(one.bytes for one in found if _value(one) not in others)
    return rest < _FEWEST_BYTES and any(_value(one) in others for one in found)


def _value(one: StoredVariable) -> tuple[object, ...]:
    return one.name, one.checksum, one.dtype, one.shape
