"""HUB510."""

from __future__ import annotations

from hublint.rule import Example
from hublint_rules.symbols.symbol_rule import SymbolRule


class Keras2Symbol(SymbolRule):
    """A symbol that is built on Keras 2, which newer TensorFlow does not come with.

    Renamed to `tf.compat.v1.layers.dense` it still fails: `AttributeError: `dense` is not available with Keras 3.` It
    works with the package tf_keras installed and `TF_USE_LEGACY_KERAS=1` set before TensorFlow is first imported.

    The fix writes the name under `tf.compat.v1`, and then puts the switch above the file's first TensorFlow import. It
    is unsafe because the switch is the whole program's: where another module imports TensorFlow first, it comes too
    late.
    """

    code = "HUB510"
    kind = "keras2"
    name = "keras2-symbol"
    since = "0.1"
    applicability = "unsafe"
    severity = "error"
    examples = (
        Example(
            before="""\
import tensorflow as tf

net = tf.layers.dense(x, 10)
""",
            after="""\
import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf

net = tf.compat.v1.layers.dense(x, 10)
""",
        ),
    )
    references = (
        "https://github.com/keras-team/tf-keras",
        "https://www.tensorflow.org/api_docs/python/tf/compat/v1/layers",
    )
