"""HUB506."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, Rule
from hublint_rules.symbols import judgement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Draft, Target, Use


class ChangedMeaning(Rule):
    """A name that TensorFlow 2 has, with another meaning than in TensorFlow 1.

    Nothing fails, or something far away does: `tf.where` broadcasts otherwise, an initializer takes no `dtype`,
    `tf.saved_model.load` takes no session. Reported in files that use names which only TensorFlow 1 has; code that was
    written for TensorFlow 2 means the new symbol.

    The fix is safe: it writes arguments so that the new symbol gives what the old one gave, which was run, or the name
    under `tf.compat.v1`, which is the old function itself.
    """

    code = "HUB506"
    name = "changed-meaning"
    since = "0.1"
    applicability = "safe"
    targets = (2, 0)
    names = ("tensorflow.*", "tensorflow_core.*")
    examples = (
        Example(
            before="""\
import tensorflow as tf

x = tf.get_variable("x", [4])
y = tf.where(x > 0, x, tf.zeros([4]))
""",
            after="""\
import tensorflow as tf

x = tf.get_variable("x", [4])
y = tf.compat.v1.where(x > 0, x, tf.zeros([4]))
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/api_docs/python/tf/compat/v1/where",
        "https://www.tensorflow.org/guide/migrate/tf1_vs_tf2",
    )

    def listens(self, name: str) -> bool | None:
        """Listen for what some target has another thing by the same name."""
        return judgement.concerns("changed", name)

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report the uses that the table says so of."""
        yield from judgement.drafts(use, target(), "changed")
