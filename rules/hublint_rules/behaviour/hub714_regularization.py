"""HUB714."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, ModelRule, Remark
from hublint_rules.words import first_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.behaviour import Behaviour
    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents


class Regularization(ModelRule):
    """A model's `regularization_losses` are no functions without arguments that each return a scalar loss.

    Whoever fine-tunes the model adds what they return to the loss. A variable or a constant in the list stops
    `hub.KerasLayer` at once: `ValueError: hub.KerasLayer(obj) expects obj.regularization_losses to be an iterable of
    callables, each returning a scalar loss term.` A function that stands in no list raises `TypeError:
    'RestoredFunction' object is not iterable`. One that returns a vector goes unnoticed until the loss is no scalar.

    Each loss of the loaded model is called once. What `tf.saved_model.save` left out without a word (a Python function,
    a tensor) is not there to be called: HUB422 sees it in the code.

    There is no fix: the model is to be saved again, with `tf.function(..., input_signature=[])` round each loss.
    """

    code = "HUB714"
    name = "regularization"
    since = "0.1"
    severity = "error"
    promise = "has regularization losses that can be called"
    purpose = "reuse"
    confirms = ("HUB609", "HUB701")
    examples = (
        Example(
            before="""\
import tensorflow as tf


class Scale(tf.train.Checkpoint):
    def __init__(self):
        super().__init__()
        self.scale = tf.Variable([1.0, 2.0, 3.0], name="scale")
        self.variables = [self.scale]
        self.trainable_variables = [self.scale]
        self.regularization_losses = [tf.function(lambda: 0.01 * self.scale**2, input_signature=[])]

    @tf.function(input_signature=[tf.TensorSpec([None, 3], tf.float32)])
    def __call__(self, inputs):
        return inputs * self.scale


tf.saved_model.save(Scale(), "model")
""",
            after="""\
import tensorflow as tf


class Scale(tf.train.Checkpoint):
    def __init__(self):
        super().__init__()
        self.scale = tf.Variable([1.0, 2.0, 3.0], name="scale")
        self.variables = [self.scale]
        self.trainable_variables = [self.scale]
        self.regularization_losses = [tf.function(lambda: 0.01 * tf.reduce_sum(self.scale**2), input_signature=[])]

    @tf.function(input_signature=[tf.TensorSpec([None, 3], tf.float32)])
    def __call__(self, inputs):
        return inputs * self.scale


tf.saved_model.save(Scale(), "model")
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/hub/reusable_saved_models",
        "https://www.tensorflow.org/hub/api_docs/python/hub/KerasLayer",
    )

    def check_behaviour(self, behaviour: Behaviour, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        """Report the losses that cannot be called, or do not return what can be added to a loss."""
        del model, target
        losses = behaviour.training.regularization if behaviour.training is not None else ()
        failed = [loss for loss in losses if loss.error]
        if failed:
            names = first_of([f"`{loss.name.removesuffix('()')}`" for loss in failed])
            yield Remark(
                f"{names} cannot be added to a loss; "
                "list functions without arguments that return a scalar: `tf.function(..., input_signature=[])`",
                "; ".join(f"{loss.name}: {loss.error}" for loss in failed),
                "regularization_losses",
            )

    def kept(self, behaviour: Behaviour) -> bool | None:
        """Tell whether there are losses, and all were called."""
        losses = behaviour.training.regularization if behaviour.training is not None else ()
        return all(loss.worked for loss in losses) if losses else None
