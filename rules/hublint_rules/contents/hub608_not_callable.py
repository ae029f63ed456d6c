"""HUB608."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, ModelRule, Remark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents


class NotCallable(ModelRule):
    """A model cannot be called once it is loaded, so nobody can build upon it.

    `tf.saved_model.load` gives back an object whose `__call__` is what was traced when it was saved. Without one it is
    no layer (TensorFlow 2.15 and 2.21): `TypeError: '_UserObject' object is not callable`, for a TensorFlow 1 model
    `'AutoTrackable' object is not callable`; `hub.KerasLayer` raises `ValueError: Signature name has to be specified
    for non-callable saved models`, and with a signature it cannot be trained. A `@tf.function` that was never called
    and has no `input_signature` is stored without a trace: `ValueError: Found zero restored functions for caller
    function.`

    Keras 2's `model.save(folder)` writes a model that can be called. `Model.export`, and Keras 3 in any way, does not:
    there an object whose `__call__` is a `tf.function` has to be saved, a `tf.train.Checkpoint` that also lists the
    variables. Models that are only served need none of it, so the rule speaks of those that are meant to be reused, and
    of those of TensorFlow 1 only where the target is TensorFlow 2: there nothing else can be built upon.
    """

    code = "HUB608"
    name = "not-callable"
    since = "0.1"
    purpose = "reuse"
    promise = "can be called when it is loaded"
    examples = (
        Example(
            before="""\
import tensorflow as tf


class Doubler(tf.Module):
    @tf.function
    def __call__(self, x):
        return x * 2


tf.saved_model.save(Doubler(), "model")
""",
            after="""\
import tensorflow as tf


class Doubler(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
    def __call__(self, x):
        return x * 2


tf.saved_model.save(Doubler(), "model")
""",
        ),
        Example(
            before="""\
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Input([3]), tf.keras.layers.Dense(1)])
model.export("model")
""",
            after="""\
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Input([3]), tf.keras.layers.Dense(1)])
call = tf.function(lambda x, training=False: model(x, training=training))
for training in (True, False):
    call.get_concrete_function(tf.TensorSpec([None, 3], tf.float32), training=training)
reusable = tf.train.Checkpoint()
reusable.variables = [getattr(variable, "_value", variable) for variable in model.variables]
reusable.trainable_variables = [getattr(variable, "_value", variable) for variable in model.trainable_variables]
reusable.regularization_losses = []
reusable.__call__ = call
tf.saved_model.save(reusable, "model")
""",
            target="tf=2.21",
        ),
    )
    references = (
        "https://www.tensorflow.org/hub/reusable_saved_models",
        "https://www.tensorflow.org/guide/saved_model",
    )

    def check_contents(self, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        """Report a SavedModel whose root has no `__call__` that is restored."""
        graph = model.serving()
        if graph is None or model.form in ("keras-zip", "keras-hdf5") or model.damage:
            return
        if not graph.objects:
            if target().tensorflow < (2, 0):
                return  # `hub.Module` builds upon graphs
            what = "a TensorFlow 1 model cannot be called when it is loaded"
            how = "in TensorFlow 2, save a `tf.train.Checkpoint` with a traced `__call__` and lists of its variables"
            yield Remark(f"{what}, only its signatures; {how}", "TypeError: 'AutoTrackable' object is not callable")
            return
        call = graph.root_call
        if call is None:
            what = "the model cannot be called when it is loaded"
            how = "save an object that has a traced `tf.function` as its `__call__`"
            yield Remark(f"{what}; {how}", "TypeError: '_UserObject' object is not callable")
        elif not call.traces:
            what = "`__call__` was never traced, so the loaded model cannot be called"
            how = "give it an `input_signature`, or call it before saving"
            yield Remark(f"{what}; {how}", "ValueError: Found zero restored functions for caller function.")
