"""HUB507."""

from __future__ import annotations

from hublint.rule import Example
from hublint_rules.symbols.symbol_rule import SymbolRule


class ContribSymbol(SymbolRule):
    """`tf.contrib` was removed, and its parts live on in many places or nowhere.

    It fails with `ModuleNotFoundError: No module named 'tensorflow.contrib'` or `AttributeError: module 'tensorflow'
    has no attribute 'contrib'`. Some symbols are in core under another name, some in packages of their own (tf_slim),
    some are gone.

    The fix is safe where the core symbol is the same object, or where both were run on the same inputs and agreed, in a
    package of its own too, which then has to be installed. Elsewhere it is unsafe, and says what to look at.
    """

    code = "HUB507"
    kind = "contrib"
    name = "contrib-symbol"
    since = "0.1"
    applicability = "safe"
    severity = "error"
    examples = (
        Example(
            before="""\
import tensorflow as tf
from tensorflow.contrib import slim

net = slim.conv2d(images, 64, [3, 3])
""",
            after="""\
import tensorflow as tf
import tf_slim as slim

net = slim.conv2d(images, 64, [3, 3])
""",
        ),
    )
    references = (
        "https://github.com/tensorflow/community/blob/master/rfcs/20180907-contrib-sunset.md",
        "https://github.com/google-research/tf-slim",
    )
