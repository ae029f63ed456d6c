"""HUB701."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hublint.rule import Example, ModelRule, Remark
from hublint_rules.words import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.behaviour import Attempt, Behaviour
    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents


class LoadFails(ModelRule):
    """A model cannot be loaded in one of the ways in which such models are loaded.

    What is tried is what the runtime has: `tf.saved_model.load`, the loader of TensorFlow 1 that servers share, and
    `hub.load` for every model; `hub.KerasLayer` and, for what Keras 2 saved, `load_model` for models that are to be
    reused; `TFSMLayer` where `tf.keras` is Keras 3; `load_model`, with `compile=False` and without, for files of Keras.
    Each is tried in a process that has not seen the program which made the model. A list of losses that are no
    functions, for one, ends `hub.KerasLayer` with `ValueError: hub.KerasLayer(obj) expects
    obj.regularization_losses to be an iterable of callables, each returning a scalar loss term.` although
    `tf.saved_model.load` succeeds.

    There is no fix: what has to change is in the program that exports the model, and the error names it.
    """

    code = "HUB701"
    name = "load-fails"
    since = "0.1"
    severity = "error"
    promise = "loads in every way that it is meant for"
    confirms = ("HUB605", "HUB609", "HUB616", "HUB617", "HUB618", "HUB619", "HUB620")
    examples = (
        Example(
            before="""\
import tensorflow as tf

model = tf.train.Checkpoint(w=tf.Variable([[1.0], [2.0]]))
model.variables = [model.w]
model.trainable_variables = [model.w]
model.regularization_losses = [tf.Variable(0.1, trainable=False)]
model.__call__ = tf.function(lambda x: x @ model.w, input_signature=[tf.TensorSpec([None, 2], tf.float32)])
tf.saved_model.save(model, "model")
""",
            after="""\
import tensorflow as tf

model = tf.train.Checkpoint(w=tf.Variable([[1.0], [2.0]]))
model.variables = [model.w]
model.trainable_variables = [model.w]
model.regularization_losses = [tf.function(lambda: 0.1 * tf.reduce_sum(model.w**2), input_signature=[])]
model.__call__ = tf.function(lambda x: x @ model.w, input_signature=[tf.TensorSpec([None, 2], tf.float32)])
tf.saved_model.save(model, "model")
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/hub/reusable_saved_models",
        "https://www.tensorflow.org/hub/api_docs/python/hub/KerasLayer",
        "https://www.tensorflow.org/guide/saved_model",
    )

    def check_behaviour(self, behaviour: Behaviour, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        """Report the ways of loading that raise, those together that raise the same."""
        failed: dict[str, list[Attempt]] = {}
        for attempt in behaviour.loads:
            if not attempt.error or attempt.error.startswith("ResourceExhaustedError"):
                continue  # which is the device's fault, and HUB709's to tell
            if not _is_to_reuse(attempt.name, model) or target().purpose == "reuse":
                failed.setdefault(_NUMBER.sub("", attempt.error + attempt.details), []).append(attempt)
        for attempts in failed.values():
            who = listed(f"`{attempt.name}`" for attempt in attempts)
            verb = "fails" if len(attempts) == 1 else "fail"
            error = attempts[0].error
            defect = _LOSSES if _LOSSES in error else ""
            yield Remark(f"{who} {verb} to load the model; {_advice(error)}", error, defect)

    def kept(self, behaviour: Behaviour) -> bool | None:
        """Tell whether anything was loaded."""
        return True if any(attempt.worked for attempt in behaviour.loads) else None


_LOSSES = "regularization_losses"
_NUMBER = re.compile(r"(?:_?\d)+")  # of one of several nodes that are alike, which may be another each time


def _is_to_reuse(name: str, model: Contents) -> bool:
    """Tell whether only those who build upon a model load it in this way."""
    of_a_folder = model.form not in {"keras-zip", "keras-hdf5"}
    return name.startswith("hub.KerasLayer") or (of_a_folder and name == "tf.keras.models.load_model")


def _advice(error: str) -> str:
    if _LOSSES in error:
        return "make each of its regularization_losses a tf.function without arguments that returns one number"
    if "KerasSaveable" in error or "Could not locate function 'm" in error:
        return "compile it with objects such as keras.losses.MeanSquaredError(), or load it with compile=False"
    if "parent module keras.src.engine" in error:
        return "load it with the Keras that wrote it, which is Keras 2, and export it again"
    if "not registered" in error:
        return "import the package that brings the operation, or export the model without it"
    if "custom_object" in error or "Could not locate" in error or "deserialize" in error:
        return "register its own classes and functions with tf.keras.utils.register_keras_serializable"
    return "export it so that a program that has nothing of yours but its files loads it"
