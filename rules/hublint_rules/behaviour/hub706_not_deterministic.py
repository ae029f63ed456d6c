"""HUB706."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, ModelRule, Remark
from hublint_rules.behaviour.answers import alike

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.behaviour import Behaviour, FunctionRun
    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents


class NotDeterministic(ModelRule):
    """A function of a model answers the same inputs differently each time.

    It is called twice, without `training=True`. The answers differ where a random operation is left in what is
    exported, most often dropout that was traced as in training (in TensorFlow 1 also: a graph exported with the
    placeholder `is_training` fed by default). Nothing is raised; the model is only worse than it was measured to be.
    That the numbers of two calls are within 1e-4 of each other is taken for equal.

    There is no fix: the program that exports the model says which operations belong to training.
    """

    code = "HUB706"
    name = "not-deterministic"
    since = "0.1"
    promise = "answers the same inputs the same"
    examples = (
        Example(
            before="""\
import tensorflow as tf

model = tf.Module()
spec = tf.TensorSpec([None, 3], tf.float32, name="x")
model.__call__ = tf.function(lambda x: tf.nn.dropout(x, 0.5), input_signature=[spec])
tf.saved_model.save(model, "model", signatures=model.__call__)
""",
            after="""\
import tensorflow as tf

model = tf.Module()
call = tf.function(lambda x, training=False: tf.nn.dropout(x, 0.5) if training else x)
for training in (False, True):
    call.get_concrete_function(tf.TensorSpec([None, 3], tf.float32, name="x"), training=training)
model.__call__ = call
tf.saved_model.save(model, "model")
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/hub/reusable_saved_models",
        "https://www.tensorflow.org/api_docs/python/tf/nn/dropout",
        "https://www.tensorflow.org/guide/keras/writing_a_training_loop_from_scratch",
    )

    def check_behaviour(self, behaviour: Behaviour, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        """Report functions whose second answer differs from the first."""
        del model, target
        for who, text, note in alike(behaviour.functions, _changing):
            yield Remark(f"{who.names} {who.verb('answers', 'answer')} {text}", note)

    def kept(self, behaviour: Behaviour) -> bool | None:
        """Tell whether every function that answers was called twice."""
        answered = [run for run in behaviour.functions if run.answered]
        return True if answered and all(run.repeated is not None for run in answered) else None


def _changing(run: FunctionRun) -> tuple[str, str] | None:
    if run.repeated is None or run.repeated.equal:
        return None
    text = "the same inputs differently when called again; leave what is random, such as dropout, to training=True"
    return text, f"in the first call and the second: {run.repeated.text}"
