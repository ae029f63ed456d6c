"""HUB708."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, ModelRule, Remark
from hublint_rules.words import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.behaviour import Behaviour, FunctionRun, OutputSeen
    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents


class Probabilities(ModelRule):
    """A model that is to be reused answers with probabilities, not with logits.

    Each row of what it answers is between 0 and 1 and sums to 1. Whoever trains such a model further applies
    `from_logits=True` to what is no logits (the loss then hardly falls, and nothing is raised), or has to take
    logarithms of numbers that are rounded to 0. TF-Hub's interfaces ask for logits or features. A model that has the
    logits as a further output of the same shape is not reported, and nothing is said where a model is to be served.

    There is no fix: the last layer of the exporting program is the author's, and callers of the old model expect what
    it answered.
    """

    code = "HUB708"
    name = "probabilities"
    since = "0.1"
    severity = "information"
    promise = "answers with logits, not with probabilities"
    purpose = "reuse"
    examples = (
        Example(
            before="""\
import tensorflow as tf

model = tf.Module()
model.w = tf.Variable(tf.random.normal([3, 4]))
spec = tf.TensorSpec([None, 3], tf.float32, name="x")
model.__call__ = tf.function(lambda x: tf.nn.softmax(x @ model.w), input_signature=[spec])
tf.saved_model.save(model, "model")
""",
            after="""\
import tensorflow as tf

model = tf.Module()
model.w = tf.Variable(tf.random.normal([3, 4]))
spec = tf.TensorSpec([None, 3], tf.float32, name="x")
model.__call__ = tf.function(lambda x: x @ model.w, input_signature=[spec])
tf.saved_model.save(model, "model")
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/hub/common_saved_model_apis/images",
        "https://www.tensorflow.org/hub/reusable_saved_models",
        "https://www.tensorflow.org/api_docs/python/tf/keras/losses/CategoricalCrossentropy",
    )

    def check_behaviour(self, behaviour: Behaviour, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        """Report the model's own call, or where it has none its signatures."""
        del model, target
        found = {run.name: output for run in _judged(behaviour) if (output := _without_logits(run)) is not None}
        if found:
            made = ", which a softmax makes," if all(output.softmax for output in found.values()) else ""
            verb = "answers" if len(found) == 1 else "answer"
            yield Remark(
                f"{quoted(found)} {verb} with probabilities{made} that sum to 1 in each row; return the logits, "
                "and leave the softmax to who needs it"
            )

    def kept(self, behaviour: Behaviour) -> bool | None:
        """Tell whether an answer was seen that might have been probabilities."""
        seen = [output for run in _judged(behaviour) for output in run.outputs]
        return True if any("float" in output.dtype and len(output.shape) > 1 for output in seen) else None


def _judged(behaviour: Behaviour) -> list[FunctionRun]:
    calls = [run for run in behaviour.functions if run.kind == "function" and run.name in {"__call__", "predict"}]
    return calls or [run for run in behaviour.functions if run.kind == "signature"]


def _without_logits(run: FunctionRun) -> OutputSeen | None:
    """Return an output of probabilities that no other output gives the logits of."""
    for output in run.outputs:
        others = [other for other in run.outputs if other.shape == output.shape and not other.probabilities]
        if output.probabilities and not others:
            return output
    return None
