"""HUB610."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, ModelRule, Remark
from hublint_rules.contents.restored import as_callable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents


class TrainingTrace(ModelRule):
    """A model takes the argument `training`, but was traced for one of its values only.

    `training` is a Python value, so each one needs a trace of its own before the model is saved. A model that was only
    called with `training=False` loads and predicts; who fine-tunes it fails, as late as in `fit` (TensorFlow 2.15 and
    2.21): `ValueError: Could not find matching concrete function to call loaded from the SavedModel. Got: ... True ...
    Expected these arguments to match one of the following 1 option(s)`. With `training=True` alone nobody can predict.

    `hub.KerasLayer` passes True and False, never None. The missing value is traced by calling the function with it, or
    by `get_concrete_function(..., training=True)`, before saving.
    """

    code = "HUB610"
    name = "training-trace"
    since = "0.1"
    purpose = "reuse"
    promise = "is traced for training and for prediction"
    examples = (
        Example(
            before="""\
import tensorflow as tf


class Noise(tf.Module):
    @tf.function
    def __call__(self, x, training=False):
        return tf.nn.dropout(x, 0.5) if training else x


model = Noise()
model(tf.ones([2, 3]))
tf.saved_model.save(model, "model")
""",
            after="""\
import tensorflow as tf


class Noise(tf.Module):
    @tf.function
    def __call__(self, x, training=False):
        return tf.nn.dropout(x, 0.5) if training else x


model = Noise()
for training in (True, False):
    model.__call__.get_concrete_function(tf.TensorSpec([None, 3], tf.float32), training=training)
tf.saved_model.save(model, "model")
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/hub/reusable_saved_models",
        "https://www.tensorflow.org/guide/function",
    )

    def check_contents(self, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        """Report a `__call__` all of whose traces have the same value for `training`."""
        del target
        found = as_callable(model)
        if found is None:
            return
        values = [trace.constants.get("training") for trace in found.traces]
        value = values[0]
        if isinstance(value, bool) and all(other is value for other in values):
            message = f"`__call__` takes `training` but is traced for {value} only"
            yield Remark(f"{message}; call it with `training={not value}` too before saving")
