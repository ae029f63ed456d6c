"""HUB616."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hublint.rule import Example, ModelRule, Remark
from hublint_rules.contents.wiring import some

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents

_FIRST_MEASURED: Final = (2, 15)


class NewerTensorflow(ModelRule):
    """A model with variables is meant for TensorFlow 1.15, but was written by a TensorFlow that 1.15 cannot read.

    "TensorFlow 2 SavedModels can be loaded from TensorFlow 1" holds for `tf.compat.v1` of the same TensorFlow, not for
    an installed 1.15. Measured with models that 2.15 and 2.21 wrote and the real 1.15.5: those without variables load,
    all others fail, in its session loader with `ValueError: NodeDef mentions attr 'debug_name' not in
    Op<name=VarHandleOp`, in `tf.compat.v2.saved_model.load` with `NotFoundError: Op type not registered
    'DisableCopyOnRead'`.

    The way back leads through TensorFlow 1.15 itself: build the model there, restore the values, export there. In the
    other direction everything loads: 2.15 and 2.21 read what 1.15, 2.15 and 2.21 wrote. Single operations that a target
    lacks are HUB605's.
    """

    code = "HUB616"
    name = "newer-tensorflow"
    since = "0.1"
    severity = "error"
    promise = "can be read by the target's TensorFlow"
    examples = (
        Example(
            before="""\
import tensorflow as tf


class Scale(tf.Module):
    def __init__(self):
        super().__init__()
        self.factor = tf.Variable(2.0)

    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
    def __call__(self, x):
        return x * self.factor


tf.saved_model.save(Scale(), "model")
""",
            after="""\
import tensorflow as tf


class Scale(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
    def __call__(self, x):
        return x * 2.0


tf.saved_model.save(Scale(), "model")
""",
            target="keras=keras2,tf=1.15",
        ),
    )
    references = ("https://www.tensorflow.org/guide/versions",)

    def check_contents(self, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        """Report a graph with variables that is too new for a target of TensorFlow 1."""
        graph = model.serving()
        if graph is None or target().tensorflow >= (2, 0) or _release(graph.tensorflow_version) < _FIRST_MEASURED:
            return
        variables = [node.name for node in graph.nodes if node.op == "VarHandleOp"]
        if variables:
            message = (
                f"TensorFlow {graph.tensorflow_version} wrote the variables {some(variables)}, which 1.15 cannot read"
            )
            note = "ValueError: NodeDef mentions attr 'debug_name' not in Op<name=VarHandleOp"
            yield Remark(f"{message}; export the model with TensorFlow 1.15", note)


def _release(version: str) -> tuple[int, int]:
    """Return the major and minor number of a version, zeros where it has none."""
    major, _, rest = version.partition(".")
    minor = rest.partition(".")[0]
    return (int(major), int(minor)) if major.isdigit() and minor.isdigit() else (0, 0)
