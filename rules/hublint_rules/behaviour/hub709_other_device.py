"""HUB709."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, ModelRule, Remark
from hublint_rules.behaviour.answers import alike
from hublint_rules.words import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.behaviour import Behaviour, FunctionRun
    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents


class OtherDevice(ModelRule):
    """A model computes on another device than it is asked to, or does not fit on that one.

    It is loaded and called under `tf.device`, and where TensorFlow tells it, the operations are counted by the device
    that each ran on. A `with tf.device("GPU:0")` in the exporting program stays in the graph: the model then computes
    there whatever its user asks for, copies in and out included, and where there is no such device TensorFlow silently
    takes the CPU, so that nothing shows before `tf.config.set_soft_device_placement(False)`, which gives
    `InvalidArgumentError: Cannot assign a device for operation ...: ... was explicitly assigned to /device:GPU:0 but
    available devices are [ /job:localhost/replica:0/task:0/device:CPU:0 ].` The device of a result does not show it
    either: results are copied to the caller's device. Operations that have no kernel for a GPU run on the CPU beside it
    and are not reported; a model that leaves a GPU idle altogether is, as is one that fails with
    `ResourceExhaustedError`.

    There is no fix: `tf.device` has to go from what the program exports, or the model has to become smaller.
    """

    code = "HUB709"
    name = "other-device"
    since = "0.1"
    promise = "computes on the device that it is asked to"
    confirms = ("HUB613",)
    examples = (
        Example(
            before="""\
import tensorflow as tf


def double(x):
    with tf.device("CPU:1"):
        return 2.0 * x


model = tf.Module()
model.__call__ = tf.function(double, input_signature=[tf.TensorSpec([None, 3], tf.float32, name="x")])
tf.saved_model.save(model, "model", signatures=model.__call__)
""",
            after="""\
import tensorflow as tf


def double(x):
    return 2.0 * x


model = tf.Module()
model.__call__ = tf.function(double, input_signature=[tf.TensorSpec([None, 3], tf.float32, name="x")])
tf.saved_model.save(model, "model", signatures=model.__call__)
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/guide/gpu",
        "https://www.tensorflow.org/api_docs/python/tf/config/set_soft_device_placement",
    )

    def check_behaviour(self, behaviour: Behaviour, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        """Report what was computed elsewhere, and what a device has too little memory for."""
        del model, target
        asked = behaviour.device
        for attempt in behaviour.loads:
            if attempt.error.startswith(_TOO_LARGE):
                yield Remark(f"the model does not fit on {asked} (`{attempt.name}`); {_SMALLER}", attempt.error)
                return
        for who, text, error in alike(behaviour.functions, _too_large):
            yield Remark(f"{who.names} {who.verb('does', 'do')} not fit on {asked}; {text}", error)
        for who, text, note in alike(behaviour.functions, lambda run: _elsewhere(run, asked)):
            yield Remark(f"{who.names} {who.verb('computes', 'compute')} on {text}", note or None)

    def kept(self, behaviour: Behaviour) -> bool | None:
        """Tell whether anything was seen to run on the device."""
        seen = any(
            run.device == behaviour.device or run.operations.get(behaviour.device) for run in behaviour.functions
        )
        return True if seen else None


_TOO_LARGE = "ResourceExhaustedError"
_SMALLER = "make it smaller, or name a device with more memory"


def _too_large(run: FunctionRun) -> tuple[str, str] | None:
    errors = [one.error for one in run.tried if one.error.startswith(_TOO_LARGE)]
    return (_SMALLER, errors[0]) if errors and not run.answered else None


def _elsewhere(run: FunctionRun, asked: str) -> tuple[str, str] | None:
    """Return where a function computed that should not have, for results with a fraction.

    What a device cannot do runs on the first CPU, which is no fault of the model's as long as the device does the rest.
    """
    if not any("float" in output.dtype for output in run.outputs):
        return None
    if run.operations:
        others = [name for name in sorted(run.operations) if name not in {asked, "CPU:0"}]
        if asked not in run.operations:
            others = sorted(run.operations)
    else:
        others = [run.device] if run.device not in {"", asked} else []
    if not others:
        return None
    counted = ", ".join(f"{name}: {count}" for name, count in sorted(run.operations.items()))
    return (
        f"{listed(others)} when {asked} is asked for; leave tf.device out of what is exported",
        f"operations on each device: {counted}" if counted else "",
    )
