"""HUB413."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from hublint.rule import Draft, Example, Rule
from hublint_rules.keras.flavours import ROOTS, each_root

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use

_LAYERS = ("AlphaDropout", "BatchNormalization", "Dropout", "GaussianDropout", "GaussianNoise", "SpatialDropout2D")


class CallWithoutTraining(Rule):
    """A hand-written model for others to load has layers that train otherwise than they predict, and no `training`.

    What is saved is what was traced: without a `training` argument, Keras traces such layers as they predict, and no
    caller can ask for anything else. `hub.KerasLayer(..., trainable=True)` passes `training=True` to a model that takes
    it; this one fine-tunes with its dropout off and its batch statistics as they are, and nothing is raised.

    There is no fix: the function needs a `training` argument that is handed on to the layers, and a trace with True and
    one with False, which an `input_signature` does not give (call it, or `get_concrete_function`, with both before the
    model is saved). A dropout layer of Keras 3 cannot be saved in such an object once it is traced for training
    (`KeyError: 'Failed to add concrete function ...'`, for its seed is out of reach); `tf.nn.dropout` can.
    """

    code = "HUB413"
    name = "call-without-training"
    since = "0.1"
    applicability = "manual"
    targets = (2, 0)
    names = each_root(*(f"layers.{layer}" for layer in _LAYERS))
    requires = ("__call__",)
    examples = (
        Example(
            before="""\
import tensorflow as tf


class Encoder(tf.train.Checkpoint):
    def __init__(self):
        super().__init__()
        self.dropout = tf.keras.layers.Dropout(0.5)

    @tf.function(input_signature=[tf.TensorSpec([None, 3], tf.float32)])
    def __call__(self, inputs):
        return self.dropout(inputs)


tf.saved_model.save(Encoder(), "encoder")
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/hub/reusable_saved_models",
        "https://www.tensorflow.org/hub/exporting_tf2_saved_model",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report a layer that is set on `self` and called by a traced `__call__` that knows no `training`."""
        del target
        source = use.source
        attribute = _set_to(source, use)
        defined = next((node for node in source.ancestors(use.node) if isinstance(node, ast.ClassDef)), None)
        if attribute is None or defined is None or _is_of_keras(source, defined):
            return
        call = next((p for p in defined.body if isinstance(p, ast.FunctionDef) and p.name == "__call__"), None)
        if call is None or not _is_traced(source, call) or call.args.kwarg is not None:
            return
        parameters = [one.arg for one in (*call.args.posonlyargs, *call.args.args, *call.args.kwonlyargs)]
        if "training" in parameters or not _runs(call, parameters[:1], attribute):
            return
        kind = use.name.rpartition(".")[2]
        message = f"`{defined.name}` cannot be fine-tuned with its {kind}; give `__call__` a `training` argument"
        yield Draft(use.node, message)


def _set_to(source: Source, use: Use) -> str | None:
    """Return the attribute of `self` that a layer is made for."""
    statement = source.statement(use.node)
    if not isinstance(statement, ast.Assign) or statement.value is not use.call or len(statement.targets) != 1:
        return None
    target = statement.targets[0]
    return target.attr if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) else None


def _is_of_keras(source: Source, defined: ast.ClassDef) -> bool:
    """Tell whether a class is a Keras layer or model, which Keras itself calls and traces."""
    names = {name for base in defined.bases for name in source.resolve(base)}
    return not names or any(name.startswith(ROOTS) for name in names)


def _is_traced(source: Source, call: ast.FunctionDef) -> bool:
    decorators = (one.func if isinstance(one, ast.Call) else one for one in call.decorator_list)
    return any("tensorflow.function" in source.resolve(one) for one in decorators)


def _runs(call: ast.FunctionDef, own: list[str], attribute: str) -> bool:
    """Tell whether a method calls `self.<attribute>` without saying whether it trains."""
    for node in ast.walk(call):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == attribute
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id in own
        ):
            return not any(keyword.arg in {"training", None} for keyword in node.keywords) and len(node.args) == 1
    return False
