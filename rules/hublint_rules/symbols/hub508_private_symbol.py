"""HUB508."""

from __future__ import annotations

from hublint.rule import Example
from hublint_rules.symbols.symbol_rule import SymbolRule


class PrivateSymbol(SymbolRule):
    """A name from TensorFlow's implementation, which moves without notice.

    `tensorflow.python` is not part of the API: `ImportError: cannot import name 'signature_def_utils_impl'` and the
    like are its usual end, in whatever release it comes. `tensorflow_core` was the same for 1.15 and 2.0 alone.

    The fix writes the public name of the same object, as the table has it from the objects themselves. That takes in
    what modules of 1.15 merely imported and newer ones do not: `AttributeError: module
    'tensorflow.python.framework.ops' has no attribute 'IndexedSlices'`. What they had of their own and have lost since
    is reported without a fix where it never was public.
    """

    code = "HUB508"
    kind = "private"
    name = "private-symbol"
    since = "0.1"
    applicability = "safe"
    examples = (
        Example(
            before="""\
from tensorflow.python.framework import ops
from tensorflow.python.ops import array_ops

with ops.name_scope("pad"):
    y = array_ops.expand_dims(x, 0)
""",
            after="""\
import tensorflow as tf

with tf.name_scope("pad"):
    y = tf.expand_dims(x, 0)
""",
        ),
    )
    references = ("https://www.tensorflow.org/guide/versions",)
