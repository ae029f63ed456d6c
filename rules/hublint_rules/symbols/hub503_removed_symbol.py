"""HUB503."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, Rule
from hublint_rules.symbols import judgement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Draft, Target, Use


class RemovedSymbol(Rule):
    """No TensorFlow API has this symbol on the target.

    The name fails with `AttributeError`, under `tf.compat.v1` too. The table says which release was the last to have
    it.

    There is no fix: nothing that could be written in its place exists on the target. Where something else does the same
    job, the message names it.
    """

    code = "HUB503"
    name = "removed-symbol"
    since = "0.1"
    applicability = "manual"
    targets = (2, 0)
    names = ("tensorflow.*", "tensorflow_core.*")
    examples = (
        Example(
            before="""\
import tensorflow as tf

options = tf.data.experimental.MapVectorizationOptions()
""",
        ),
    )
    references = ("https://github.com/tensorflow/tensorflow/blob/master/RELEASE.md",)

    def listens(self, name: str) -> bool | None:
        """Listen for what some target has gone."""
        return judgement.concerns("removed", name)

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report the uses that the table says so of."""
        yield from judgement.drafts(use, target(), "removed")
