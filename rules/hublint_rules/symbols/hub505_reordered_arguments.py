"""HUB505."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, Rule
from hublint_rules.symbols import judgement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Draft, Target, Use


class ReorderedArguments(Rule):
    """A positional argument that TensorFlow 2 takes for another parameter.

    Nothing need fail: `tf.argmax(x, 1, "name")` gives the third argument to `output_type`, and a boolean or a number
    lands wherever the new signature has it. This is the change that no error tells of.

    The fix names the arguments that moved, and only these; or it writes the function under `tf.compat.v1`, which keeps
    the old order, where the two do not mean the same.
    """

    code = "HUB505"
    name = "reordered-arguments"
    since = "0.1"
    applicability = "safe"
    targets = (2, 0)
    names = ("tensorflow.*", "tensorflow_core.*")
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

    def listens(self, name: str) -> bool | None:
        """Listen for what some target has called in another order."""
        return judgement.concerns("reordered", name)

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report the uses that the table says so of."""
        yield from judgement.drafts(use, target(), "reordered")
