"""HUB512."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, Rule
from hublint_rules.symbols import judgement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Draft, Target, Use


class KerasSymbol(Rule):
    """A part of `tf.keras` that the target's Keras does not have.

    It fails with `AttributeError`: Keras 3 has no `K.get_session` and no `K.learning_phase`, because it does not know
    TensorFlow's graphs.

    There is a fix where the symbol lives on under another name; else the message says what does its job.
    """

    code = "HUB512"
    name = "keras-symbol"
    since = "0.1"
    applicability = "unsafe"
    targets = (2, 0)
    names = ("tensorflow.*", "tensorflow_core.*")
    examples = (
        Example(
            before="""\
import tensorflow as tf

session = tf.keras.backend.get_session()
""",
            after="""\
import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf

session = tf.compat.v1.keras.backend.get_session()
""",
        ),
    )
    references = ("https://keras.io/guides/migrating_to_keras_3/",)

    def listens(self, name: str) -> bool | None:
        """Listen for what some target has Keras's."""
        return judgement.concerns("keras", name)

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report the uses that the table says so of."""
        yield from judgement.drafts(use, target(), "keras")
