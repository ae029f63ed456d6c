"""HUB508."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, Rule
from hublint_rules.symbols import judgement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Draft, Target, Use


class PrivateSymbol(Rule):
    """A name from TensorFlow's implementation, which moves without notice.

    `tensorflow.python` is not part of the API: `ImportError: cannot import name 'signature_def_utils_impl'` and the
    like are its usual end, in whatever release it comes. `tensorflow_core` was the same for 1.15 and 2.0 alone.

    The fix writes the public name of the same object, as the table has it from the objects themselves.
    """

    code = "HUB508"
    name = "private-symbol"
    since = "0.1"
    applicability = "safe"
    targets = (2, 0)
    names = ("tensorflow.*", "tensorflow_core.*")
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

    def listens(self, name: str) -> bool | None:
        """Listen for what some target has private."""
        return judgement.concerns("private", name)

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report the uses that the table says so of."""
        yield from judgement.drafts(use, target(), "private")
