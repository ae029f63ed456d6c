"""HUB505."""

from __future__ import annotations

from hublint.rule import Example
from hublint_rules.symbols.symbol_rule import SymbolRule


class ReorderedArguments(SymbolRule):
    """A positional argument that TensorFlow 2 takes for another parameter.

    Nothing need fail: `tf.argmax(x, 1, "name")` gives the third argument to `output_type`, and a boolean or a number
    lands wherever the new signature has it. This is the change that no error tells of.

    The fix names the arguments that moved, and only these; or it writes the function under `tf.compat.v1`, which keeps
    the old order, where the two do not mean the same.
    """

    code = "HUB505"
    kind = "reordered"
    name = "reordered-arguments"
    since = "0.1"
    applicability = "safe"
    severity = "error"
    examples = (
        Example(
            before="""\
import tensorflow as tf

tf.set_random_seed(1)
best = tf.argmax(scores, 1, "best")
""",
            after="""\
import tensorflow as tf

tf.set_random_seed(1)
best = tf.argmax(scores, 1, name="best")
""",
        ),
    )
    references = ("https://www.tensorflow.org/guide/migrate/upgrade",)
