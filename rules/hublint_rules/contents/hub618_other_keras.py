"""HUB618."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, ModelRule, Remark
from hublint_rules.contents.wiring import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents, KerasPart


class OtherKeras(ModelRule):
    """A Keras file was written by another Keras than the target's, which cannot read it.

    `.keras` and HDF5 files hold the classes and arguments of the layers, and these changed with Keras 3. A functional
    model in a `.keras` file names a module that only the Keras has that wrote it (Keras 2.15 and tf_keras on a file of
    Keras 3.15, and the other way round): `TypeError: Could not deserialize class 'Functional' because its parent module
    keras.src.models.functional cannot be imported.` On all other files of Keras 3, HDF5 too, Keras 2.15 and tf_keras
    fail with `TypeError: Error when deserializing class 'InputLayer' using config={'batch_shape': ...}. Exception
    encountered: Unrecognized keyword arguments: ['batch_shape', 'optional']`.

    What does cross, and is not reported: `Sequential` models and HDF5 files of Keras 2, which Keras 3 reads, though not
    with a loss called "mse" unless `compile=False`. A model for both is exported as a SavedModel, or its weights are
    saved and loaded into a model that is built on the other side. Keras gives no version that reads both.
    """

    code = "HUB618"
    name = "other-keras"
    since = "0.1"
    severity = "error"
    promise = "is a file that the target's Keras reads"
    judges = "keras"
    examples = (
        Example(
            before="""\
import tensorflow as tf

inputs = tf.keras.layers.Input([3])
tf.keras.Model(inputs, tf.keras.layers.Dense(1)(inputs)).save("model.keras")
""",
            after="""\
import tf_keras

inputs = tf_keras.layers.Input([3])
tf_keras.Model(inputs, tf_keras.layers.Dense(1)(inputs)).save("model.keras")
""",
            target="tf=2.21,keras=tf_keras",
        ),
    )
    references = (
        "https://keras.io/guides/migrating_to_keras_3/",
        "https://www.tensorflow.org/tutorials/keras/save_and_load",
    )

    def check_contents(self, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        """Report a Keras file that the target's Keras was seen to refuse."""
        keras = model.keras
        if keras is None or model.form not in ("keras-zip", "keras-hdf5"):
            return
        theirs, ours = keras.version.partition(".")[0], _of(target())
        functional = model.form == "keras-zip" and _is_functional(keras)
        if theirs == "3" and ours != "Keras 3" and "InputLayer" in keras.layers:
            note = _OTHER_MODULE if functional else _OTHER_ARGUMENTS
        elif theirs == "2" and ours == "Keras 3" and functional:
            note = _OTHER_MODULE
        else:
            return
        wrote = f"Keras {printable(keras.version)} wrote the file"
        yield Remark(f"{wrote}, which {ours} cannot read; {_INSTEAD}", note)


def _of(target: Target) -> str:
    return {"keras2": "Keras 2", "keras3": "Keras 3", "tf_keras": "tf_keras"}[target.keras]


_OTHER_ARGUMENTS = "TypeError: Unrecognized keyword arguments: ['batch_shape', 'optional']"
_OTHER_MODULE = "TypeError: Could not deserialize class 'Functional' because its parent module cannot be imported."
_INSTEAD = "export a SavedModel, or build the model there and load its weights"


def _is_functional(keras: KerasPart) -> bool:
    return keras.model_class.rpartition(".")[2] == "Functional" or "Functional" in keras.layers
