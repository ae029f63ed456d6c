"""HUB619."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, ModelRule, Remark
from hublint_rules.contents.wiring import some

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents


class LambdaBytecode(ModelRule):
    """A Keras file carries the bytecode of a Python `lambda`, which loading it would run.

    A `Lambda` layer is stored as marshalled bytecode. Only the Python that wrote it can read it, and it is code of a
    stranger. Keras refuses by default (Keras 3.15, for `.keras` and HDF5): `ValueError: Requested the deserialization
    of a `Lambda` layer whose `function` is a Python lambda. This carries a potential risk of arbitrary code execution
    and thus it is disallowed by default.` Keras 2.15 refuses `.keras` files with nearly the same words, and runs the
    bytecode of an HDF5 file without asking, even with `safe_mode=True`.

    `safe_mode=False` is no remedy for a file of somebody else. A layer of the author's own that is registered with
    `keras.saving.register_keras_serializable`, a layer of Keras such as `Rescaling`, or an export as a SavedModel,
    whose graph needs no Python, says the same. The rule has no fix, for a file does not show what the function does.
    """

    code = "HUB619"
    name = "lambda-bytecode"
    since = "0.1"
    promise = "carries no Python bytecode"
    judges = "keras"
    examples = (
        Example(
            before="""\
import tensorflow as tf

layers = [tf.keras.layers.Input([3]), tf.keras.layers.Lambda(lambda x: x / 255), tf.keras.layers.Dense(1)]
tf.keras.Sequential(layers).save("model.keras")
""",
            after="""\
import tensorflow as tf

layers = [tf.keras.layers.Input([3]), tf.keras.layers.Rescaling(1 / 255), tf.keras.layers.Dense(1)]
tf.keras.Sequential(layers).save("model.keras")
""",
        ),
    )
    references = (
        "https://keras.io/api/layers/core_layers/lambda/",
        "https://keras.io/guides/serialization_and_saving/",
    )

    def check_contents(self, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        """Report the layers with bytecode in one remark."""
        keras = model.keras
        if keras is None or not keras.lambdas or model.form not in ("keras-zip", "keras-hdf5"):
            return
        refused = model.form == "keras-zip" or target().keras3
        happens = "is refused without `safe_mode=False`" if refused else "runs when the file is loaded"
        which = "the layer" if len(keras.lambdas) == 1 else "the layers"
        message = f"the Python bytecode in {which} {some(keras.lambdas)} {happens}"
        yield Remark(f"{message}; use a registered layer of your own, or export a SavedModel")
