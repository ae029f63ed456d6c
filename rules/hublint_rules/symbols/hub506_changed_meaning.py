"""HUB506."""

from __future__ import annotations

from hublint.rule import Example
from hublint_rules.symbols.symbol_rule import SymbolRule


class ChangedMeaning(SymbolRule):
    """A name that TensorFlow 2 has, with another meaning than in TensorFlow 1.

    Nothing fails, or something far away does: `tf.where` broadcasts otherwise, an initializer takes no `dtype`,
    `tf.saved_model.load` takes no session. Reported in files that use names which only TensorFlow 1 has; code that was
    written for TensorFlow 2 means the new symbol.

    A class of `tf.compat.v1` that objects are compared with is reported, too, where TensorFlow 1.15 had one class for
    all: `isinstance(v, tf.compat.v1.Variable)` is false for every variable that `tf.Variable(...)` makes, and nothing
    says so. TensorFlow 2's class is the parent of both.

    The fix is safe: it writes arguments so that the new symbol gives what the old one gave, which was run, or the name
    under `tf.compat.v1`, which is the old function itself.
    """

    code = "HUB506"
    kind = "changed"
    name = "changed-meaning"
    since = "0.1"
    applicability = "safe"
    examples = (
        Example(
            before="""\
import tensorflow as tf

x = tf.get_variable("x", [4])
y = tf.where(rows, x, tf.zeros([4]))
""",
            after="""\
import tensorflow as tf

x = tf.get_variable("x", [4])
y = tf.compat.v1.where(rows, x, tf.zeros([4]))
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/api_docs/python/tf/compat/v1/where",
        "https://www.tensorflow.org/guide/migrate/tf1_vs_tf2",
    )
