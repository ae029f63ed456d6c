"""HUB504."""

from __future__ import annotations

from hublint.rule import Example
from hublint_rules.symbols.symbol_rule import SymbolRule


class RenamedKeyword(SymbolRule):
    """A keyword argument that this function no longer has.

    The call fails with `TypeError: got an unexpected keyword argument 'keep_dims'`. TensorFlow 1 took old and new
    keywords side by side; TensorFlow 2 takes the new ones alone.

    The fix writes the new keyword where both were run on the same inputs and agreed, and changes nothing else in the
    call.
    """

    code = "HUB504"
    kind = "keyword"
    name = "renamed-keyword"
    since = "0.1"
    applicability = "safe"
    severity = "error"
    examples = (
        Example(
            before="""\
import tensorflow as tf

total = tf.reduce_sum(tf.ones([2, 3]), reduction_indices=1, keep_dims=True)
""",
            after="""\
import tensorflow as tf

total = tf.reduce_sum(tf.ones([2, 3]), axis=1, keepdims=True)
""",
        ),
    )
    references = ("https://www.tensorflow.org/guide/migrate/upgrade",)
