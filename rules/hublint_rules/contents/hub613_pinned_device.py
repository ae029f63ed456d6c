"""HUB613."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, ModelRule, Remark
from hublint_rules.contents.wiring import Wiring, some

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents


class PinnedDevice(ModelRule):
    """A model says on which device it runs, and it is one that not every machine has.

    `with tf.device("/GPU:0")` inside what is exported stays in the graph. TensorFlow 2 places softly and runs it on the
    CPU where there is no GPU, slowly and without a word; on a machine with four GPUs all copies of the model share the
    first. With `tf.config.set_soft_device_placement(False)` (TensorFlow 2.15 and 2.21): `InvalidArgumentError: Cannot
    assign a device for operation ...: ... was explicitly assigned to /device:GPU:0 but available devices are [
    /job:localhost/replica:0/task:0/device:CPU:0 ]. Make sure the device specification refers to a valid device.`

    `CPU:0`, which every machine has, is not reported. TensorFlow 1's Builder takes `clear_devices=True`; elsewhere the
    `with` has to go round the call of the model instead of into it. What TensorFlow 1's sessions do is the same.
    """

    code = "HUB613"
    name = "pinned-device"
    since = "0.1"
    promise = "leaves the device to whoever runs it"
    examples = (
        Example(
            before="""\
import tensorflow as tf


class Doubler(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
    def __call__(self, x):
        with tf.device("/GPU:0"):
            return x * 2


tf.saved_model.save(Doubler(), "model")
""",
            after="""\
import tensorflow as tf


class Doubler(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
    def __call__(self, x):
        return x * 2


tf.saved_model.save(Doubler(), "model")
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/guide/gpu",
        "https://www.tensorflow.org/api_docs/python/tf/compat/v1/saved_model/Builder",
    )

    def check_contents(self, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        """Report each device with the operations that are pinned to it."""
        del target
        found: dict[str, list[str]] = {}
        for graph in model.graphs:
            for node in Wiring(graph).running():
                if node.device and _is_special(node.device):
                    found.setdefault(node.device, []).append(node.name)
        instead = "build the model outside of `tf.device`"
        if model.form in ("tf1", "tf1-hub"):
            instead = "export it with `clear_devices=True`"
        for device, nodes in found.items():
            pinned = "1 operation is" if len(nodes) == 1 else f"{len(nodes)} operations are"
            message = f"{pinned} pinned to `{device}` ({some(nodes)})"
            yield Remark(f"{message}; {instead}")


def _is_special(device: str) -> bool:
    """Tell whether a device is one that a machine may lack: anything but the CPUs of this process."""
    for part in device.lower().strip("/").split("/"):
        kind, _, value = part.partition(":")
        if kind == "job" and value != "localhost":
            return True
        if kind == "device":
            kind, _, value = value.partition(":")
        if kind in ("gpu", "tpu", "xla_gpu", "tpu_system", "xla_cpu") or (
            kind == "cpu" and value not in ("", "*", "0")
        ):
            return True
    return False
