"""HUB712."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, ModelRule, Remark
from hublint_rules.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.behaviour import Behaviour, TrainingRun
    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents


class StepFails(ModelRule):
    """A model cannot be fine-tuned: its gradient raises, changes nothing, or leads away from what it is to learn.

    An operation without a gradient raises only when somebody trains what is in front of it: `LookupError: No gradient
    defined for operation'resize/ResizeArea' (op type: ResizeArea)`. A `tf.custom_gradient` that is saved with
    `SaveOptions(experimental_custom_gradients=False)` raises `TypeError: <tf.Tensor 'MatMul:0' ...> is out of scope and
    cannot be used here`; one that is wrong lets the loss rise. A gradient that is NaN makes every weight NaN at once.

    The toy loss is the mean squared distance of the outputs to random targets that stay the same. It is lowered by up
    to three steps down its gradient, each at a rate that is halved, up to 40 times, until the loss is lower. So the
    finding does not depend on a learning rate. With dropout inside, the steps are taken in evaluation mode, where the
    loss is no matter of luck.

    There is no fix: what takes the place of an operation without a gradient, is the author's to say.
    """

    code = "HUB712"
    name = "step-fails"
    since = "0.1"
    severity = "error"
    promise = "learns: a step of gradient descent lowers a loss"
    purpose = "reuse"
    examples = (
        Example(
            before="""\
import tensorflow as tf


class Thumbnails(tf.train.Checkpoint):
    def __init__(self):
        super().__init__()
        self.colours = tf.Variable(tf.eye(3), name="colours")
        self.variables = [self.colours]
        self.trainable_variables = [self.colours]

    @tf.function(input_signature=[tf.TensorSpec([None, 8, 8, 3], tf.float32)])
    def __call__(self, images):
        return tf.image.resize(tf.tensordot(images, self.colours, 1), [2, 2], method="area")


tf.saved_model.save(Thumbnails(), "model")
""",
            after="""\
import tensorflow as tf


class Thumbnails(tf.train.Checkpoint):
    def __init__(self):
        super().__init__()
        self.colours = tf.Variable(tf.eye(3), name="colours")
        self.variables = [self.colours]
        self.trainable_variables = [self.colours]

    @tf.function(input_signature=[tf.TensorSpec([None, 8, 8, 3], tf.float32)])
    def __call__(self, images):
        return tf.nn.avg_pool2d(tf.tensordot(images, self.colours, 1), 4, 4, "VALID")


tf.saved_model.save(Thumbnails(), "model")
""",
        ),
        Example(
            before="""\
import tensorflow as tf


@tf.custom_gradient
def square(x):
    return x * x, lambda upstream: -2.0 * x * upstream


class Squares(tf.train.Checkpoint):
    def __init__(self):
        super().__init__()
        self.scale = tf.Variable([1.0, 2.0, 3.0], name="scale")
        self.variables = [self.scale]
        self.trainable_variables = [self.scale]

    @tf.function(input_signature=[tf.TensorSpec([None, 3], tf.float32)])
    def __call__(self, inputs):
        return square(inputs * self.scale)


tf.saved_model.save(Squares(), "model")
""",
            after="""\
import tensorflow as tf


@tf.custom_gradient
def square(x):
    return x * x, lambda upstream: 2.0 * x * upstream


class Squares(tf.train.Checkpoint):
    def __init__(self):
        super().__init__()
        self.scale = tf.Variable([1.0, 2.0, 3.0], name="scale")
        self.variables = [self.scale]
        self.trainable_variables = [self.scale]

    @tf.function(input_signature=[tf.TensorSpec([None, 3], tf.float32)])
    def __call__(self, inputs):
        return square(inputs * self.scale)


tf.saved_model.save(Squares(), "model")
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/hub/reusable_saved_models",
        "https://www.tensorflow.org/guide/advanced_autodiff",
        "https://www.tensorflow.org/api_docs/python/tf/saved_model/SaveOptions",
    )

    def check_behaviour(self, behaviour: Behaviour, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        """Report a gradient that raises, and steps that do not lower the loss."""
        del model, target
        run = behaviour.training
        if run is None or run.step is None or run.step.skipped:
            return
        if run.step.error:
            kind = run.step.error.partition(":")[0]
            yield Remark(
                f"the gradient raises {kind}; use operations that have a gradient, or put the others behind "
                "`tf.stop_gradient`",
                run.step.error,
            )
        elif run.losses and not _is_lower(run):
            yield Remark(
                "no step down its gradient lowers a toy loss; correct the gradient that the model defines itself, or "
                "what makes it NaN",
                f"the loss is {run.losses[0]:.3g} before the first step and {run.losses[-1]:.3g} at the end",
            )
        elif not run.losses and len(run.unchanged) == len(run.variables):
            yield Remark(
                f"a step of gradient descent changes none of its {counted(len(run.variables), 'trainable variable')}; "
                "let `__call__` use the variables that `trainable_variables` lists",
            )

    def kept(self, behaviour: Behaviour) -> bool | None:
        """Tell whether the loss was lowered; where it is a matter of luck, nobody knows."""
        run = behaviour.training
        if run is None or run.step is None or not run.step.worked or not run.losses:
            return None
        return _is_lower(run)


def _is_lower(run: TrainingRun) -> bool:
    """Tell whether the loss ends below where it began; a NaN is not below anything."""
    return run.losses[-1] < run.losses[0]
