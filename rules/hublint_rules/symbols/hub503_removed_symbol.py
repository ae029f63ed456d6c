"""HUB503."""

from __future__ import annotations

from hublint.rule import Example
from hublint_rules.symbols.symbol_rule import SymbolRule


class RemovedSymbol(SymbolRule):
    """No TensorFlow API has this symbol on the target.

    The name fails with `AttributeError`, under `tf.compat.v1` too. The table says which release was the last to have
    it.

    There is no fix: nothing that could be written in its place exists on the target. Where something else does the same
    job, the message names it.
    """

    code = "HUB503"
    kind = "removed"
    name = "removed-symbol"
    since = "0.1"
    applicability = "manual"
    severity = "error"
    examples = (
        Example(
            before="""\
import tensorflow as tf

options = tf.data.experimental.MapVectorizationOptions()
""",
        ),
    )
    references = ("https://github.com/tensorflow/tensorflow/blob/master/RELEASE.md",)
