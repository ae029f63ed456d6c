"""HUB513."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example
from hublint_rules.symbols.symbol_rule import SymbolRule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Draft, Target, Use


class Estimator(SymbolRule):
    """Estimators were removed in TensorFlow 2.16, from `tf.compat.v1` too.

    It fails with `AttributeError: module 'tensorflow' has no attribute 'estimator'`. Up to 2.15 they were the package
    tensorflow_estimator, which newer TensorFlow does not load.

    There is no fix for an estimator: a `model_fn` becomes a Keras model or a training loop, a serving input function
    the input signature of a `tf.function` that is saved with the model. `ModeKeys` held plain texts, and the fix writes
    these, which is safe.
    """

    code = "HUB513"
    kind = "estimator"
    name = "estimator"
    since = "0.1"
    applicability = "safe"
    severity = "error"
    examples = (
        Example(
            before="""\
import tensorflow as tf


def model_fn(features, labels, mode):
    return build(features, labels, training=mode == tf.estimator.ModeKeys.TRAIN)
""",
            after="""\


def model_fn(features, labels, mode):
    return build(features, labels, training=mode == "train")
""",
        ),
        Example(
            before="""\
import tensorflow as tf

estimator = tf.estimator.Estimator(model_fn)
""",
        ),
    )
    references = ("https://www.tensorflow.org/guide/migrate/migrating_estimator",)

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report the uses that the table says so of, with the rewrite of the whole file where there is one."""
        for draft in super().check(use, target):
            yield _with_rewrite(use, target, draft)


def _with_rewrite(use: Use, target: Callable[[], Target], draft: Draft) -> Draft:
    from hublint_rules import rewrites

    return draft._replace(fix=lambda: rewrites.estimator(use, target(), draft.fix() if draft.fix else None))


__all__ = ["Estimator"]
