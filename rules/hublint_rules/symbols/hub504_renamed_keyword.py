"""HUB504."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, Rule
from hublint_rules.symbols import judgement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Draft, Target, Use


class RenamedKeyword(Rule):
    """A keyword argument that this function no longer has.

    The call fails with `TypeError: got an unexpected keyword argument 'keep_dims'`. TensorFlow 1 took old and new
    keywords side by side; TensorFlow 2 takes the new ones alone.

    The fix writes the new keyword where both were run on the same inputs and agreed, and changes nothing else in the
    call.
    """

    code = "HUB504"
    name = "renamed-keyword"
    since = "0.1"
    applicability = "safe"
    targets = (2, 0)
    names = ("tensorflow.*", "tensorflow_core.*")
    examples = (
        Example(
            before="""\
import tensorflow as tf

total = tf.reduce_sum(tf.ones([2, 3]), reduction_indices=1, keep_dims=True)
""",
            after="""\
import tensorflow as tf

total = tf.reduce_sum(tf.ones([2, 3]), axis=1, keepdims=True)
""",
        ),
    )
    references = ("https://www.tensorflow.org/guide/migrate/upgrade",)

    def listens(self, name: str) -> bool | None:
        """Listen for what some target has called with another keyword."""
        return judgement.concerns("keyword", name)

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report the uses that the table says so of."""
        yield from judgement.drafts(use, target(), "keyword")
