"""HUB715."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, ModelRule, Remark
from hublint_rules.words import counted, first_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.behaviour import Behaviour, TrainingRun
    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents


class NotReusable(ModelRule):
    """A model is no Reusable SavedModel: what is loaded cannot be called, or does not say which variables it has.

    `hub.KerasLayer(model, trainable=True)` calls the loaded object and trains what its `trainable_variables` list. What
    Keras exports (`model.export`, and `tf.saved_model.save` of a model of Keras 3) has signatures only: `ValueError:
    Signature name has to be specified for non-callable saved models (if not legacy TF1 Hub format).` A signature can be
    called, not trained: `Setting hub.KerasLayer.trainable = True is unsupported when calling a SavedModel signature.`

    A `tf.Module` can be called, but the lists that it has as properties are not saved. The layer then trains nothing,
    and says so in the log only: `hub.KerasLayer is trainable but has zero trainable weights.` The variables that the
    traces of `__call__` use are held against the two lists.

    There is no fix: HUB401 and HUB422 write one where they see the code that makes the model.
    """

    code = "HUB715"
    name = "not-reusable"
    since = "0.1"
    promise = "can be called and trained as a layer by hub.KerasLayer"
    purpose = "reuse"
    confirms = ("HUB608", "HUB609")
    examples = (
        Example(
            before="""\
import tensorflow as tf


class Multiply(tf.Module):
    def __init__(self):
        super().__init__()
        self.v = tf.Variable(2.0)

    @tf.function(input_signature=[tf.TensorSpec([None, 3], tf.float32)])
    def __call__(self, inputs):
        return tf.multiply(inputs, self.v)


tf.saved_model.save(Multiply(), "model")
""",
            after="""\
import tensorflow as tf


class Multiply(tf.train.Checkpoint):
    def __init__(self):
        super().__init__()
        self.v = tf.Variable(2.0)
        self.variables = [self.v]
        self.trainable_variables = [self.v]

    @tf.function(input_signature=[tf.TensorSpec([None, 3], tf.float32)])
    def __call__(self, inputs):
        return tf.multiply(inputs, self.v)


tf.saved_model.save(Multiply(), "model")
""",
        ),
        Example(
            before="""\
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
model.export("model")
""",
            after="""\
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
model.save("model", include_optimizer=False)
""",
            target="tf=2.15",
        ),
    )
    references = (
        "https://www.tensorflow.org/hub/reusable_saved_models",
        "https://www.tensorflow.org/hub/api_docs/python/hub/KerasLayer",
    )

    def check_behaviour(self, behaviour: Behaviour, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        """Report a model that cannot be called, and variables that it uses and does not list."""
        del model, target
        run = behaviour.training
        if run is None or run.layer is None:
            return
        if not run.callable:
            yield Remark(
                "`hub.KerasLayer(trainable=True)` finds nothing to call; "
                "save an object with a traced `__call__`, `variables` and `trainable_variables`",
                run.layer.error or run.skipped,
            )
        elif run.unlisted:
            names = first_of([repr(name) for name in run.unlisted])
            yield Remark(
                f"`hub.KerasLayer(trainable=True)` trains {counted(len(run.variables), 'variable')} and misses "
                f"{len(run.unlisted)} that `__call__` uses ({names}); "
                "set `variables` and `trainable_variables` on a `tf.train.Checkpoint` and save that",
            )
        elif run.layer.error and not _has_wrong_losses(run):
            yield Remark(
                "`hub.KerasLayer(trainable=True)` does not take the model as it is; "
                "list its variables in `variables` and `trainable_variables`",
                run.layer.error,
            )

    def kept(self, behaviour: Behaviour) -> bool | None:
        """Tell whether the layer found all that is to be trained; None where there is nothing."""
        run = behaviour.training
        if run is None or not run.variables or run.layer is None:
            return None
        return None if _has_wrong_losses(run) or run.layer.skipped else run.layer.worked


def _has_wrong_losses(run: TrainingRun) -> bool:
    """Tell whether HUB714 has said already what keeps the layer from being made."""
    return any(loss.error for loss in run.regularization)
