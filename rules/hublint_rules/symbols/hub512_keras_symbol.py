"""HUB512."""

from __future__ import annotations

from hublint.rule import Example
from hublint_rules.symbols.symbol_rule import SymbolRule


class KerasSymbol(SymbolRule):
    """A part of `tf.keras` that the target's Keras does not have.

    It fails with `AttributeError`: Keras 3 has no `K.get_session` and no `K.learning_phase`, because it does not know
    TensorFlow's graphs.

    There is a fix where the symbol lives on under another name; else the message says what does its job. A
    `get_session` that a Keras model is exported through has the fix of that export, or none: under `tf.compat.v1` such
    a session is empty while TensorFlow runs eagerly.
    """

    code = "HUB512"
    kind = "keras"
    name = "keras-symbol"
    since = "0.1"
    applicability = "unsafe"
    severity = "error"
    examples = (
        Example(
            before="""\
import tensorflow as tf

session = tf.keras.backend.get_session()
""",
            after="""\
import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf

session = tf.compat.v1.keras.backend.get_session()
""",
        ),
    )
    references = ("https://keras.io/guides/migrating_to_keras_3/",)
