"""HUB705."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, ModelRule, Remark
from hublint_rules.behaviour.answers import alike

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.behaviour import Behaviour, FunctionRun
    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents


class BatchDependent(ModelRule):
    """A function of a model answers a row otherwise when other rows stand beside it.

    The last row of a batch of 7 is called again alone, and the two answers are held against each other. They differ
    where something is computed over the batch: a mean, batch normalization that was exported as in training, a maximum
    to scale by. Such a model is right in the notebook, where it sees the batches that it was trained with, and wrong
    behind a server that asks one row at a time; no error is raised. Functions that take vectors of numbers are not
    judged, as a vector may as well be one thing, nor outputs that are padded to the longest row of their batch, nor
    functions that are not deterministic (HUB706).

    There is no fix: what to compute with instead is stored in training, by the author's program.
    """

    code = "HUB705"
    name = "batch-dependent"
    since = "0.1"
    promise = "answers a row as it does in a batch"
    examples = (
        Example(
            before="""\
import tensorflow as tf

model = tf.Module()
spec = tf.TensorSpec([None, 3], tf.float32, name="x")
model.__call__ = tf.function(lambda x: x - tf.reduce_mean(x, axis=0), input_signature=[spec])
tf.saved_model.save(model, "model", signatures=model.__call__)
""",
            after="""\
import tensorflow as tf

model = tf.Module()
model.mean = tf.Variable([0.5, 0.5, 0.5], trainable=False)
spec = tf.TensorSpec([None, 3], tf.float32, name="x")
model.__call__ = tf.function(lambda x: x - model.mean, input_signature=[spec])
tf.saved_model.save(model, "model", signatures=model.__call__)
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/api_docs/python/tf/keras/layers/BatchNormalization",
        "https://www.tensorflow.org/hub/reusable_saved_models",
    )

    def check_behaviour(self, behaviour: Behaviour, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        """Report functions whose rows are not independent."""
        del model, target
        for who, text, note in alike(behaviour.functions, _dependent):
            yield Remark(f"{who.names} {who.verb('answers', 'answer')} {text}", note)

    def kept(self, behaviour: Behaviour) -> bool | None:
        """Tell whether a row was called alone."""
        return True if any(run.batched is not None for run in behaviour.functions) else None


def _dependent(run: FunctionRun) -> tuple[str, str] | None:
    if run.batched is None or run.batched.equal:
        return None
    far = "" if run.batched.max_abs is None else f", by up to {run.batched.max_abs:.3g}"
    text = (
        f"the last of 7 rows otherwise than that row alone{far}; compute with what training stored, not over the batch"
    )
    return text, f"in the batch and alone: {run.batched.text}"
