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

    A program whose model functions, input functions and serving input functions are in the file is rewritten as a
    whole, or not at all. Its model functions keep building the graphs that they build, and return a dict in place of an
    `EstimatorSpec`; `tf.estimator.Estimator` becomes a class of the file with the methods that the file calls, so that
    these calls stay. It trains in a `MonitoredTrainingSession`, as the estimator did, with the same hooks and
    checkpoints, and exports by `tf.compat.v1.wrap_function` and `tf.saved_model.save`, with the same signatures. Such
    programs were run on 1.15, 2.15 and 2.21: they print the same, and each goes on from the other's checkpoints.

    That fix is unsafe, for TensorFlow 2 draws other random numbers, and an array is shuffled in another order. Whatever
    has no such form, as canned estimators and distributed training, is told, and the file stays as it is: there a
    `model_fn` becomes a Keras model or a training loop, a serving input function the input signature of a `tf.function`
    that is saved with the model. `ModeKeys` held plain texts, and the fix writes these, which is safe.
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
