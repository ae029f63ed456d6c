"""HUB711."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, ModelRule, Remark
from hublint_rules.words import first_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.behaviour import Behaviour
    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents


class NoGradient(ModelRule):
    """A model lists trainable variables that no gradient reaches, so that fine-tuning leaves them as they are.

    Nothing raises: `tape.gradient` gives None or zeros for them, and Keras warns at most `Gradients do not exist for
    variables ['head'] when minimizing the loss`. The usual reasons are a variable that `__call__` does not use, such as
    the head of the model that this one was cut from; one that is not `trainable` itself, which no tape watches; and
    `tf.stop_gradient`, `tf.argmax`, rounding or a cast to whole numbers behind it.

    The loaded model is called with random inputs, in training mode if it has one. Where a gradient is zero, seven more
    sets are tried: a variable counts only if none of them lets anything through. The loss is the distance of outputs to
    random targets: a plain sum of squares would be constant where a model normalizes its outputs.

    There is no fix: whether a variable should be trained, is the author's to say.
    """

    code = "HUB711"
    name = "no-gradient"
    since = "0.1"
    promise = "lets gradients reach each of its trainable variables"
    purpose = "reuse"
    examples = (
        Example(
            before="""\
import tensorflow as tf


class Encoder(tf.train.Checkpoint):
    def __init__(self):
        super().__init__()
        self.table = tf.Variable(tf.random.normal([3, 4]), name="table")
        self.head = tf.Variable(tf.zeros([4, 1]), name="head")
        self.variables = [self.table, self.head]
        self.trainable_variables = [self.table, self.head]

    @tf.function(input_signature=[tf.TensorSpec([None, 3], tf.float32)])
    def __call__(self, inputs):
        return tf.matmul(inputs, self.table)


tf.saved_model.save(Encoder(), "model")
""",
            after="""\
import tensorflow as tf


class Encoder(tf.train.Checkpoint):
    def __init__(self):
        super().__init__()
        self.table = tf.Variable(tf.random.normal([3, 4]), name="table")
        self.variables = [self.table]
        self.trainable_variables = [self.table]

    @tf.function(input_signature=[tf.TensorSpec([None, 3], tf.float32)])
    def __call__(self, inputs):
        return tf.matmul(inputs, self.table)


tf.saved_model.save(Encoder(), "model")
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/hub/reusable_saved_models",
        "https://www.tensorflow.org/guide/autodiff#getting_a_gradient_of_none",
    )

    def check_behaviour(self, behaviour: Behaviour, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        """Report the trainable variables that no gradient reached."""
        del model, target
        run = behaviour.training
        if run is None or not run.without_gradient:
            return
        names = first_of([repr(name) for name in run.without_gradient])
        yield Remark(
            f"no gradient reaches {_which(len(run.without_gradient), len(run.variables))} ({names}); "
            "let `__call__` use them without `tf.stop_gradient`, or take them out of `trainable_variables`",
            "the gradient of a toy loss is None, or zero for eight sets of random inputs",
        )

    def kept(self, behaviour: Behaviour) -> bool | None:
        """Tell whether gradients were asked for, and none was missing."""
        run = behaviour.training
        return True if run is not None and run.step is not None and run.step.worked else None


def _which(missed: int, of: int) -> str:
    if of == 1:
        return "its only trainable variable"
    return f"any of its {of} trainable variables" if missed == of else f"{missed} of its {of} trainable variables"
