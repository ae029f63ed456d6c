"""The updates of batch normalization's moving averages: operations of their own in TensorFlow 1, done by Keras itself.

Measured on 1.15, 2.15 and 2.21: a layer of Keras that is called in training updates its moving averages by the same
formula, once for each call. In TensorFlow 1 the operations of `UPDATE_OPS` do, and only where a run asks for them, by
control dependencies or beside the step. So what a run updates and what it calls in training have to be the same.

One thing differs: for images TensorFlow 1 and Keras 2 multiply the variance of a batch by N / (N - 1) before they
average it, and Keras 3 does not.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from hublint.source.use import argument, unpacks
from hublint_rules.rewrites import flow
from hublint_rules.rewrites.flow import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hublint.rule import Source
    from hublint_rules.rewrites.session_functions import Function, Functions
    from hublint_rules.rewrites.session_layers import Layer
    from hublint_rules.rewrites.session_runs import Run

_IMAGES = ("conv2d", "conv2d_transpose", "separable_conv2d", "max_pooling2d", "average_pooling2d")
_OF_IMAGES = (*(f"layers.{name}" for name in _IMAGES), "nn.conv2d", "nn.conv2d_transpose", "nn.max_pool")

# What a fix says of it.
REMARK = (
    "for images Keras 3 averages the variance of each batch as it is, where TensorFlow 1 and Keras 2 multiply it by "
    "N / (N - 1) first"
)


def is_collection(source: Source, node: ast.expr) -> bool:
    """Tell whether an expression asks the graph for all updates."""
    if not flow.is_call_of(source, node, "get_collection"):
        return False
    assert isinstance(node, ast.Call)  # noqa: S101 - looked at above
    key = argument(node, 0, "key")
    if key is None or unpacks(node) or len(node.args) + len(node.keywords) > 1:
        return False
    if isinstance(key, ast.Constant):
        return key.value == "update_ops"
    return any(flow.short(name) == "GraphKeys.UPDATE_OPS" for name in source.resolve(key))


def is_block(source: Source, statement: ast.AST) -> bool:
    """Tell whether a statement is a `with` that makes what is built in it run all updates first."""
    if not isinstance(statement, ast.With) or len(statement.items) != 1:
        return False
    call = statement.items[0].context_expr
    if not flow.is_call_of(source, call, "control_dependencies") or len(call.args) != 1:  # type: ignore[attr-defined]
        return False
    asked = call.args[0]  # type: ignore[attr-defined]
    if isinstance(asked, ast.Name):
        bindings = source.scope(asked).visible(asked.id, asked)
        return bool(bindings) and all(
            b.kind == "assign" and isinstance(b.value, ast.expr) and is_collection(source, b.value) for b in bindings
        )
    return is_collection(source, asked)


def asked_round(source: Source, statement: ast.stmt) -> ast.expr | None:
    """Return the updates that a block round a statement asks for, None if it stands in no such block."""
    block = next((parent for parent in source.ancestors(statement) if is_block(source, parent)), None)
    return block.items[0].context_expr.args[0] if isinstance(block, ast.With) else None  # type: ignore[attr-defined]


def collected(layers: Mapping[int, Iterable[Layer]]) -> set[ast.Call]:
    """Return the calls of layers which have updates, as the graph collects them until now."""
    return {layer.call for found in layers.values() for layer in found if layer.updates()}


def check(program: Functions) -> bool:
    """Refuse runs that update other moving averages than those of the layers which they call in training.

    Returns:
        Whether images are among what the layers average.
    """
    for run in program.runs:
        function = program.calls.get(run.call)
        if function is not None:
            _check_run(program, run, function)
    return bool(collected(program.layers)) and bool(flow.calls_of(program.source, *_OF_IMAGES))


def _check_run(program: Functions, run: Run, function: Function) -> None:
    asked: set[ast.Call] = set().union(*(program.updates.get(at, set()) for at in function.slice))
    layers = [layer for at in sorted(function.slice) for layer in program.layers.get(at, ()) if layer.updates()]
    training = [layer for layer in layers if not _is_off(program, run, layer)]
    if layers and not training:
        return
    line = run.call.lineno
    if training and not asked:
        message = (
            f"line {line} calls batch normalization in training and runs none of UPDATE_OPS, and Keras would change "
            "its moving averages; run them with the step, or call it with training=False"
        )
        raise Refused(message)
    if {layer.call for layer in training} != asked:
        message = f"line {line} runs the updates of other layers than those that it calls in training"
        raise Refused(message)
    names = [layer.name for layer in training]
    again = next((layer for layer in training if names.count(layer.name) > 1), None)
    if again is not None:
        message = (
            f"line {line} updates the moving averages of `{again.name}` twice, in an order that TensorFlow 1 leaves "
            "open"
        )
        raise Refused(message)


def _is_off(program: Functions, run: Run, layer: Layer) -> bool:
    """Tell whether a run certainly calls a layer as outside of training."""
    training = layer.given("training")
    if isinstance(training, ast.Name) and training.id in program.switches:
        training = run.feeds.get(training.id, program.placeholders[training.id].default)
    return isinstance(training, ast.Constant) and not training.value
