"""HUB620."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, ModelRule, Remark
from hublint_rules.contents.wiring import some

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents


class ClassNotInKeras(ModelRule):
    """A Keras file needs classes that are its author's own and are not stored in it.

    A `.keras` or HDF5 file names the class of each layer; the code stays at home. Whoever loads it without the author's
    module gets, from HDF5 (Keras 2.15 and 3.15), `ValueError: Unknown layer: 'Doubler'. Please ensure you are using a
    `keras.utils.custom_object_scope` and that this object is included in the scope.`; from `.keras`, in Keras 2.15
    `TypeError: Cannot deserialize object of type `Doubler`.`, in Keras 3.15 `TypeError: <class ...> could not be
    deserialized properly`. Being registered helps only once the module has been imported.

    A SavedModel holds the graph and needs no class: `Model.export` for serving, a Reusable SavedModel for fine-tuning.
    Else the code has to be published with the file. A model that stays with its author is fine as it is, so the rule
    speaks of those that are meant to be reused.
    """

    code = "HUB620"
    name = "class-not-in-keras"
    since = "0.1"
    purpose = "reuse"
    promise = "needs no class but Keras's own"
    judges = "keras"
    examples = (
        Example(
            before="""\
import tensorflow as tf


class Doubler(tf.keras.layers.Layer):
    def call(self, x):
        return x * 2


tf.keras.Sequential([tf.keras.layers.Input([3]), Doubler()]).save("model.keras")
""",
            after="""\
import tensorflow as tf

tf.keras.Sequential([tf.keras.layers.Input([3]), tf.keras.layers.Rescaling(2.0)]).save("model.keras")
""",
        ),
    )
    references = ("https://keras.io/guides/serialization_and_saving/",)

    def check_contents(self, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        """Report the classes in one remark."""
        del target
        keras = model.keras
        if keras is not None and keras.custom and model.form in ("keras-zip", "keras-hdf5"):
            needs = "the class" if len(keras.custom) == 1 else "the classes"
            message = f"the file needs {needs} {some(keras.custom)}, which Keras does not have"
            yield Remark(f"{message}; export a SavedModel, or publish the code with the file")
