"""HUB501."""

from __future__ import annotations

from hublint.rule import Example
from hublint_rules.symbols.symbol_rule import SymbolRule


class RenamedSymbol(SymbolRule):
    """TensorFlow 2 has this symbol under another name.

    The old name fails with `AttributeError: module 'tensorflow' has no attribute 'log'`. Which names are one
    implementation is not a matter of memory: hublint's table was made by comparing the objects of every release from
    1.15 on.

    The fix is safe where both names are the same object on the target, or where both were run on the same inputs and
    agreed; arguments that have another name or another meaning there are moved with it.
    """

    code = "HUB501"
    kind = "renamed"
    name = "renamed-symbol"
    since = "0.1"
    applicability = "safe"
    severity = "error"
    examples = (
        Example(
            before="""\
import tensorflow as tf

loss = -tf.log(tf.clip_by_value(p, 1e-7, 1.0))
""",
            after="""\
import tensorflow as tf

loss = -tf.math.log(tf.clip_by_value(p, 1e-7, 1.0))
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/guide/migrate/upgrade",
        "https://github.com/tensorflow/community/blob/master/rfcs/20180827-api-names.md",
    )
