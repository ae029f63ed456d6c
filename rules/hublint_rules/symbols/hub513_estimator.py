"""HUB513."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, Rule
from hublint_rules.symbols import judgement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Draft, Target, Use


class Estimator(Rule):
    """Estimators were removed in TensorFlow 2.16, from `tf.compat.v1` too.

    It fails with `AttributeError: module 'tensorflow' has no attribute 'estimator'`. Up to 2.15 they were the package
    tensorflow_estimator, which newer TensorFlow does not load.

    There is no fix by name: a `model_fn` becomes a Keras model or a training loop, a serving input function becomes the
    input signature of a `tf.function` that is saved with the model.
    """

    code = "HUB513"
    name = "estimator"
    since = "0.1"
    applicability = "manual"
    targets = (2, 0)
    names = ("tensorflow.*", "tensorflow_core.*")
    examples = (
        Example(
            before="""\
import tensorflow as tf

estimator = tf.estimator.Estimator(model_fn)
""",
        ),
    )
    references = ("https://www.tensorflow.org/guide/migrate/migrating_estimator",)

    def listens(self, name: str) -> bool | None:
        """Listen for what some target has an estimator's."""
        return judgement.concerns("estimator", name)

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report the uses that the table says so of."""
        yield from judgement.drafts(use, target(), "estimator")
