"""HUB614."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, ModelRule, Remark
from hublint_rules.contents.restored import as_callable
from hublint_rules.contents.wiring import some

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents
    from hublint.savedmodel.model import TensorInfo


class FixedBatch(ModelRule):
    """A signature declares how many examples it takes at once.

    All its inputs and all its outputs begin with the same fixed number. TensorFlow 2 does not even hold callers to it:
    a signature for `[1, 3]` takes `[4, 3]` and may answer, while the same call of the restored function raises
    `TypeError: Binding inputs to tf.function failed due to `Can not cast TensorSpec(shape=(4, 3), ...) to
    TensorSpec(shape=(1, 3), ...)``, and a session of TensorFlow 1 `ValueError: Cannot feed value of shape (4, 3) for
    Tensor 'x:0', which has shape (1, 3)`. A server cannot put the requests of several clients into one batch.

    A free batch is declared by None: `tf.TensorSpec([None, 3])`, `tf.compat.v1.placeholder(tf.float32, [None, 3])`.
    There is no fix here, for a model that keeps a state for each example (a stateful recurrent layer) needs its fixed
    batch.
    """

    code = "HUB614"
    name = "fixed-batch"
    since = "0.1"
    severity = "information"
    promise = "declares tensors for any number of examples"
    examples = (
        Example(
            before="""\
import tensorflow as tf


class Doubler(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([1, 3], tf.float32)])
    def __call__(self, x):
        return x * 2


tf.saved_model.save(Doubler(), "model")
""",
            after="""\
import tensorflow as tf


class Doubler(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([None, 3], tf.float32)])
    def __call__(self, x):
        return x * 2


tf.saved_model.save(Doubler(), "model")
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/guide/saved_model",
        "https://www.tensorflow.org/tfx/serving/serving_config",
    )

    def check_contents(self, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        """Report the signatures, and the `__call__`, whose tensors all begin with one fixed number."""
        del target
        graph = model.serving()
        fixed: dict[int, list[str]] = {}
        for key, signature in (graph.public_signatures if graph is not None else {}).items():
            size = _batch(signature.inputs, signature.outputs)
            if size is not None:
                fixed.setdefault(size, []).append(key)
        found = as_callable(model)
        sizes = {_batch(trace.inputs, trace.outputs) for trace in found.traces} if found is not None else set()
        if len(sizes) == 1 and (size := sizes.pop()) is not None:
            fixed.setdefault(size, []).append("__call__")
        for size, keys in fixed.items():
            takes = "takes" if len(keys) == 1 else "take"
            examples = "1 example" if size == 1 else f"{size} examples"
            yield Remark(f"{some(keys)} {takes} exactly {examples} at once; declare the first dimension as None")


def _batch(inputs: dict[str, TensorInfo], outputs: dict[str, TensorInfo]) -> int | None:
    """Return the number that all inputs and outputs begin with, None if there is no such number.

    Scalars among the inputs, such as a dropout rate, are no examples. Without a second dimension a number is as likely
    the length of a vector, so one input at least has to have one. If that is the same number, other than 1, it is as
    likely a picture or a matrix.
    """
    taken = [info.shape for info in inputs.values() if info.shape != ()]
    shapes = [*taken, *(info.shape for info in outputs.values())]
    if not taken or not outputs or not all(shapes) or not any(shape is not None and len(shape) > 1 for shape in taken):
        return None
    sizes = {shape[0] for shape in shapes if shape}
    if any(shape[1] in sizes and shape[1] != 1 for shape in taken if shape is not None and len(shape) > 1):
        return None
    return sizes.pop() if len(sizes) == 1 else None
