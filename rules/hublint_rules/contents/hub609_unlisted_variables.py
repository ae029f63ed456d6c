"""HUB609."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, ModelRule, Remark
from hublint_rules.contents.restored import as_callable, captured, listed, names
from hublint_rules.contents.wiring import some

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents, Graph


class UnlistedVariables(ModelRule):
    """A model can be called, but does not list the variables and losses that training it needs.

    A Reusable SavedModel has the attributes `variables`, `trainable_variables` and `regularization_losses`, and
    `hub.KerasLayer` believes them. What is missing there is not trained, and nothing says so: a `tf.Module` has these
    names as properties, which are not saved, so `hub.KerasLayer(model, trainable=True).trainable_weights` is empty and
    `fit` runs and changes nothing (TensorFlow 2.15 and 2.21). A loss that is no function fails at last: `ValueError:
    hub.KerasLayer(obj) expects obj.regularization_losses to be an iterable of callables, each returning a scalar loss
    term.`

    Lists have to be attributes that hold variables: of a `tf.train.Checkpoint`, for a `tf.Module` refuses to set
    `variables` (`AttributeError: property 'variables' of 'M' object has no setter`). Keras 2's `model.save` writes
    them. Models that are not callable are HUB608's.
    """

    code = "HUB609"
    name = "unlisted-variables"
    since = "0.1"
    purpose = "reuse"
    promise = "lists its variables and its losses"
    examples = (
        Example(
            before="""\
import tensorflow as tf


class Scale(tf.Module):
    def __init__(self):
        super().__init__()
        self.factor = tf.Variable([2.0, 3.0])

    @tf.function(input_signature=[tf.TensorSpec([None, 2], tf.float32)])
    def __call__(self, x):
        return x * self.factor


tf.saved_model.save(Scale(), "model")
""",
            after="""\
import tensorflow as tf


class Scale(tf.train.Checkpoint):
    def __init__(self):
        super().__init__()
        self.factor = tf.Variable([2.0, 3.0])
        self.variables = [self.factor]
        self.trainable_variables = [self.factor]
        self.regularization_losses = []

    @tf.function(input_signature=[tf.TensorSpec([None, 2], tf.float32)])
    def __call__(self, x):
        return x * self.factor


tf.saved_model.save(Scale(), "model")
""",
        ),
    )
    references = ("https://www.tensorflow.org/hub/reusable_saved_models",)

    def check_contents(self, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        """Report each of the three lists that a callable model lacks, or that says something else than its traces."""
        del target
        found = as_callable(model)
        if found is None:
            return
        graph, traces = found
        used = captured(graph, traces)
        variables, trainable = listed(graph, "variables"), listed(graph, "trainable_variables")
        wanted = {"variables": used, "trainable_variables": [one for one in used if not _is_frozen(graph, one)]}
        absent = [name for name, numbers in wanted.items() if numbers and name not in graph.objects[0].children]
        if absent:
            message = f"`__call__` uses {some(names(graph, used))}, but the model lacks {some(absent)}"
            yield Remark(f"{message}; save a `tf.train.Checkpoint` with the missing lists as attributes")
        known = frozenset(variables if variables is not None else used)
        missing = [number for number in used if number not in known]
        if missing and model.form != "keras-savedmodel":  # Keras leaves states of random and recurrent layers out
            message = f"`__call__` uses {some(names(graph, missing))}, which `variables` does not list"
            yield Remark(f"{message}; add what is missing to the list before saving")
        yield from _trainable(graph, variables, trainable)
        losses = listed(graph, "regularization_losses") or []
        wrong = [number for number in losses if graph.objects[number].kind not in _FUNCTIONS]
        if wrong:
            message = f"{len(wrong)} of {len(losses)} `regularization_losses` are no functions"
            note = (
                "ValueError: hub.KerasLayer(obj) expects obj.regularization_losses to be an iterable of callables, "
                "each returning a scalar loss term."
            )
            yield Remark(f"{message}; make each a `tf.function` without arguments", note, "regularization_losses")


_FUNCTIONS = ("function", "bare_concrete_function")


def _trainable(graph: Graph, variables: list[int] | None, trainable: list[int] | None) -> Iterator[Remark]:
    """Compare `trainable_variables` with the variables themselves."""
    if trainable is None:
        return
    known = frozenset(variables if variables is not None else trainable)
    apart = [number for number in trainable if number not in known]
    if apart:
        message = f"`trainable_variables` lists {some(names(graph, apart))}, which `variables` does not"
        yield Remark(f"{message}; list all variables in `variables`")
    frozen = [number for number in trainable if _is_frozen(graph, number)]
    if frozen:
        message = f"`trainable_variables` lists {some(names(graph, frozen))}, made with `trainable=False`"
        yield Remark(f"{message}; take out what is not to be trained")


def _is_frozen(graph: Graph, number: int) -> bool:
    return graph.objects[number].kind == "variable" and not graph.objects[number].trainable
