"""HUB713."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, ModelRule, Remark
from hublint_rules.words import first_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.behaviour import Behaviour
    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents


class TrainingMode(ModelRule):
    """A model has an argument `training` that it cannot be called with, or that makes no difference where it should.

    A loaded model has the traces that were made before it was saved, and no others. `hub.KerasLayer` always passes
    True or False, and True only in `fit`: that is where a missing trace shows, as `ValueError: Could not find matching
    concrete function to call loaded from the SavedModel. Got: Positional arguments (2 total)...`. A missing default
    shows when the model is simply called.

    Where dropout or batch normalization is inside, training differs from evaluation. If it does not, the argument is
    not passed on to the layers, and nothing raises: fine-tuning runs without dropout. If the moving averages of batch
    normalization stay as they were with `training=True`, their updates are not part of `__call__`, and evaluation goes
    on with the averages of the old data. A layer that its author has frozen (its scale and offset are not trainable) is
    meant to stay the same, and is not reported.

    There is no fix: the traces are made where the model is, with `call.get_concrete_function(spec, training=True)` and
    `training=False`.
    """

    code = "HUB713"
    name = "training-mode"
    since = "0.1"
    promise = "answers with `training` left out, False and True, and differently where it should"
    purpose = "reuse"
    confirms = ("HUB610",)
    examples = (
        Example(
            before="""\
import tensorflow as tf


class Dropping(tf.train.Checkpoint):
    def __init__(self):
        super().__init__()
        self.weights = tf.Variable(tf.ones([3, 4]), name="weights")
        self.variables = [self.weights]
        self.trainable_variables = [self.weights]

    @tf.function
    def __call__(self, inputs, training=False):
        outputs = tf.matmul(inputs, self.weights)
        return tf.nn.dropout(outputs, 0.5) if training else outputs


model = Dropping()
model(tf.ones([2, 3]))
tf.saved_model.save(model, "model")
""",
            after="""\
import tensorflow as tf


class Dropping(tf.train.Checkpoint):
    def __init__(self):
        super().__init__()
        self.weights = tf.Variable(tf.ones([3, 4]), name="weights")
        self.variables = [self.weights]
        self.trainable_variables = [self.weights]

    @tf.function
    def __call__(self, inputs, training=False):
        outputs = tf.matmul(inputs, self.weights)
        return tf.nn.dropout(outputs, 0.5) if training else outputs


model = Dropping()
for training in (True, False):
    model.__call__.get_concrete_function(tf.TensorSpec([None, 3], tf.float32), training=training)
tf.saved_model.save(model, "model")
""",
        ),
        Example(
            before="""\
import tensorflow as tf

net = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(4), tf.keras.layers.BatchNormalization()])
raw = [getattr(weight, "value", weight) for weight in net.variables]
raw = [weight if isinstance(weight, tf.Variable) else kept for weight, kept in zip(raw, net.variables)]
model = tf.train.Checkpoint()
model.variables = raw
model.trainable_variables = [weight for weight in raw if "moving" not in weight.name]
model.__call__ = tf.function(lambda inputs, training=False: net(inputs))
for training in (True, False):
    model.__call__.get_concrete_function(tf.TensorSpec([None, 3], tf.float32), training=training)
tf.saved_model.save(model, "model")
""",
            after="""\
import tensorflow as tf

net = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(4), tf.keras.layers.BatchNormalization()])
raw = [getattr(weight, "value", weight) for weight in net.variables]
raw = [weight if isinstance(weight, tf.Variable) else kept for weight, kept in zip(raw, net.variables)]
model = tf.train.Checkpoint()
model.variables = raw
model.trainable_variables = [weight for weight in raw if "moving" not in weight.name]
model.__call__ = tf.function(lambda inputs, training=False: net(inputs, training=training))
for training in (True, False):
    model.__call__.get_concrete_function(tf.TensorSpec([None, 3], tf.float32), training=training)
tf.saved_model.save(model, "model")
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/hub/reusable_saved_models",
        "https://www.tensorflow.org/guide/saved_model#saving_a_custom_model",
    )

    def check_behaviour(self, behaviour: Behaviour, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        """Report modes that fail, and a training mode that is none."""
        del model, target
        run = behaviour.training
        if run is None or not run.takes_training:
            return
        failed = [mode for mode in run.modes if mode.error]
        if len(failed) < len(run.modes):  # a model that never answers is no matter of modes
            for mode in failed:
                yield Remark(f"`{mode.name}` fails; {_remedy(mode.name)}", mode.error)
        if run.mode_matters is False and run.stochastic:
            yield Remark(
                f"`training=True` answers as `training=False` does, with {' and '.join(run.stochastic)} inside; "
                "pass `training` on to the layers",
            )
        elif run.not_updated:
            names = first_of([repr(name) for name in run.not_updated])
            yield Remark(
                f"`training=True` leaves the averages of batch normalization as they were ({names}); "
                "update them within `__call__`",
            )

    def kept(self, behaviour: Behaviour) -> bool | None:
        """Tell whether all modes answered, and differed where they should, of a model that has an argument for them."""
        run = behaviour.training
        if run is None or not run.takes_training or not run.modes or not all(mode.worked for mode in run.modes):
            return None
        return None if run.stochastic and run.mode_matters is None else True


def _remedy(mode: str) -> str:
    if "training=" not in mode:
        return "give `training` the default False, and trace `__call__` with it"
    return f"trace `__call__` with `{mode.partition(', ')[2].rstrip(')')}` before it is saved"
