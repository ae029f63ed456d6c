"""HUB618."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, ModelRule, Remark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents, KerasPart


class OtherKeras(ModelRule):
    """A Keras file was written by another Keras than the target's, which cannot read it.

    `.keras` and HDF5 files hold the classes and arguments of the layers, and these changed with Keras 3. Keras 2.15 and
    tf_keras on a file of Keras 3: `TypeError: Error when deserializing class 'InputLayer' using config={'batch_shape':
    ...}. Exception encountered: Unrecognized keyword arguments: ['batch_shape', 'optional']`, for `.keras` and HDF5
    alike. Keras 3 on a functional model that Keras 2 wrote to `.keras`: `TypeError: Could not deserialize class
    'Functional' because its parent module keras.src.engine.functional cannot be imported.` (Keras 3.15)

    What does cross, and is not reported: `Sequential` models and HDF5 files of Keras 2, which Keras 3 reads, though not
    with a loss called "mse" unless `compile=False`. A model for both is exported as a SavedModel, or its weights are
    saved and loaded into a model that is built on the other side. Keras gives no version that reads both.
    """

    code = "HUB618"
    name = "other-keras"
    since = "0.1"
    promise = "is a file that the target's Keras reads"
    examples = (
        Example(
            before="""\
import tensorflow as tf

inputs = tf.keras.layers.Input([3])
tf.keras.Model(inputs, tf.keras.layers.Dense(1)(inputs)).save("model.keras")
""",
            after="""\
import tensorflow as tf

inputs = tf.keras.layers.Input([3])
tf.keras.Model(inputs, tf.keras.layers.Dense(1)(inputs)).export("model")
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
        version = keras.version.partition(".")[0]
        if version == "3" and not target().keras3 and "InputLayer" in keras.layers:
            note = "TypeError: Unrecognized keyword arguments: ['batch_shape', 'optional']"
            other = "tf_keras" if target().keras == "tf_keras" else "Keras 2"
            yield Remark(f"Keras {keras.version} wrote the file, which {other} cannot read; {_INSTEAD}", note)
        elif version == "2" and target().keras3 and model.form == "keras-zip" and _is_functional(keras):
            note = (
                "TypeError: Could not deserialize class 'Functional' because its parent module "
                "keras.src.engine.functional cannot be imported."
            )
            yield Remark(f"Keras {keras.version} wrote the file, which Keras 3 cannot read; {_INSTEAD}", note)


_INSTEAD = "export a SavedModel, or build the model there and load its weights"


def _is_functional(keras: KerasPart) -> bool:
    return keras.model_class.rpartition(".")[2] == "Functional" or "Functional" in keras.layers
