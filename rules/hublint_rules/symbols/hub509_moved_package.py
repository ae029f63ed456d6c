"""HUB509."""

from __future__ import annotations

from hublint.rule import Example
from hublint_rules.symbols.symbol_rule import SymbolRule


class MovedPackage(SymbolRule):
    """A part of TensorFlow 1 that is a package of its own.

    `tf.flags`, `tf.app` and `tf.logging` fail with `AttributeError: module 'tensorflow' has no attribute 'flags'`. They
    had been abseil's all along, and abseil is installed with TensorFlow.

    The fix imports the package. At the level `compat` it writes `tf.compat.v1` instead, which still has the names.
    """

    code = "HUB509"
    kind = "package"
    name = "moved-package"
    since = "0.1"
    applicability = "safe"
    severity = "error"
    examples = (
        Example(
            before="""\
import tensorflow as tf

tf.app.flags.DEFINE_string("data", "", "where the records are")
FLAGS = tf.app.flags.FLAGS
""",
            after="""\
from absl import flags

flags.DEFINE_string("data", "", "where the records are")
FLAGS = flags.FLAGS
""",
        ),
    )
    references = (
        "https://abseil.io/docs/python/guides/flags",
        "https://www.tensorflow.org/api_docs/python/tf/compat/v1/flags",
    )
