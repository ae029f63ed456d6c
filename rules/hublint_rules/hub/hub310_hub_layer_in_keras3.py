"""HUB310."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Draft, Example, Fix, NoFix, Rule

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use


class HubLayerInKeras3(Rule):
    """A `hub.KerasLayer`, which is a layer of Keras 2, is put into a model of Keras 3.

    Since TensorFlow 2.16 `tf.keras` is Keras 3, and tensorflow_hub stays with Keras 2, the package tf_keras. A
    `Sequential` of Keras 3 raises `ValueError: Only instances of `keras.Layer` can be added to a Sequential model`, a
    call with a `keras.Input` raises `A KerasTensor is symbolic: it's a placeholder for a shape an a dtype` or `A
    KerasTensor cannot be used as input to a TensorFlow function`. Held by a model or layer of the file's own it runs,
    but Keras 3 does not know its weights: `fit` leaves them as they were, without a word, so this is reported where the
    layer is told to be trained.

    The fix moves the whole file to Keras 2: it sets `TF_USE_LEGACY_KERAS=1` above the first import of TensorFlow where
    the file uses `tf.keras`, and imports tf_keras in the place of the package keras, which heeds no switch. It is
    unsafe because the switch is the whole program's, comes too late where another module imports TensorFlow first, and
    because Keras 2 writes and reads other files. There is none where the file uses what Keras 2 does not have.
    """

    code = "HUB310"
    name = "hub-layer-in-keras3"
    since = "0.1"
    applicability = "unsafe"
    severity = "error"
    targets = (2, 16)
    names = ("tensorflow_hub.KerasLayer",)
    examples = (
        Example(
            before="""\
import tensorflow as tf
import tensorflow_hub as hub

model = tf.keras.Sequential(
    [
        hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/2", input_shape=[], dtype=tf.string),
        tf.keras.layers.Dense(1),
    ]
)
""",
            after="""\
import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf
import tensorflow_hub as hub

model = tf.keras.Sequential(
    [
        hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/2", input_shape=[], dtype=tf.string),
        tf.keras.layers.Dense(1),
    ]
)
""",
        ),
        Example(
            before="""\
import keras
import tensorflow_hub as hub

inputs = keras.Input((224, 224, 3))
features = hub.KerasLayer("https://tfhub.dev/google/imagenet/mobilenet_v2_100_224/feature_vector/5")(inputs)
model = keras.Model(inputs, keras.layers.Dense(5)(features))
""",
            after="""\
import tf_keras as keras
import tensorflow_hub as hub

inputs = keras.Input((224, 224, 3))
features = hub.KerasLayer("https://tfhub.dev/google/imagenet/mobilenet_v2_100_224/feature_vector/5")(inputs)
model = keras.Model(inputs, keras.layers.Dense(5)(features))
""",
        ),
    )
    references = (
        "https://github.com/tensorflow/hub/issues/920",
        "https://github.com/tensorflow/hub/issues/903",
        "https://github.com/keras-team/tf-keras",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report each layer that gets into a model of Keras 3, once."""
        source, made = use.source, use.call
        if made is None:
            return
        from hublint_rules.hub.layers import hands_out_weights, is_trained, places
        from hublint_rules.hub.legacy_keras import advice
        from hublint_rules.keras.flavours import is_keras_3
        from hublint_rules.symbols.context import guarded

        for place in places(source, made):
            if not all(is_keras_3(root, target()) for root in place.roots):
                continue
            if place.way == "held" and (not is_trained(source, made) or hands_out_weights(source, made)):
                continue
            if guarded(source, made):
                return
            what = "does not take" if place.way != "held" else "does not train"
            message = f"`{_written(source, use.node)}` is a layer of Keras 2, which Keras 3 {what}; {advice(source)}"
            yield Draft(use.node, message, lambda: _fix(source, target()))
            return


def _written(source: Source, node: ast.AST) -> str:
    return "".join(source.code(node).split())  # type: ignore[arg-type]


def _fix(source: Source, target: Target) -> Fix | NoFix:
    from hublint_rules.hub.legacy_keras import BEFORE_ALL_OTHERS, moved

    edits = moved(source, target)
    if isinstance(edits, NoFix):
        return edits
    return Fix("unsafe", "Use Keras 2 in the whole file", edits, stage=BEFORE_ALL_OTHERS)
