"""HUB502."""

from __future__ import annotations

from hublint.rule import Example
from hublint_rules.symbols.symbol_rule import SymbolRule


class CompatSymbol(SymbolRule):
    """Only TensorFlow 1's own API has this symbol, which TensorFlow 2 keeps as `tf.compat.v1`.

    The old name fails with `AttributeError: module 'tensorflow' has no attribute 'get_variable'`. Nothing in TensorFlow
    2 is the same: collections, reuse by name and sessions are the old graph's, and the new names work otherwise.

    The fix writes the name under `tf.compat.v1`, where it is exactly the old function. It is unsafe because most of
    these only work in graph mode (see HUB514), which a reader has to know.
    """

    code = "HUB502"
    kind = "compat"
    name = "compat-symbol"
    since = "0.1"
    applicability = "unsafe"
    severity = "error"
    tags = ("deprecated",)
    examples = (
        Example(
            before="""\
import tensorflow as tf

w = tf.get_variable("w", [3, 3])
""",
            after="""\
import tensorflow as tf

w = tf.compat.v1.get_variable("w", [3, 3])
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/guide/migrate/tf1_vs_tf2",
        "https://www.tensorflow.org/api_docs/python/tf/compat/v1",
    )
