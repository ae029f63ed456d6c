"""HUB509."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, Rule
from hublint_rules.symbols import judgement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Draft, Target, Use


class MovedPackage(Rule):
    """A part of TensorFlow 1 that is a package of its own.

    `tf.flags`, `tf.app` and `tf.logging` fail with `AttributeError: module 'tensorflow' has no attribute 'flags'`. They
    had been abseil's all along, and abseil is installed with TensorFlow.

    The fix imports the package. At the level `compat` it writes `tf.compat.v1` instead, which still has the names.
    """

    code = "HUB509"
    name = "moved-package"
    since = "0.1"
    applicability = "safe"
    targets = (2, 0)
    names = ("tensorflow.*", "tensorflow_core.*")
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

    def listens(self, name: str) -> bool | None:
        """Listen for what some target has another package's."""
        return judgement.concerns("package", name)

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report the uses that the table says so of."""
        yield from judgement.drafts(use, target(), "package")
