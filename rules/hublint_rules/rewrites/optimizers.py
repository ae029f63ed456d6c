"""TensorFlow 1's optimizers and those of Keras that do the same.

Measured: thirty steps of a linear regression on TensorFlow 1.15 and, with `tf.keras.optimizers` and a `GradientTape`,
on 2.15 and 2.21. Gradient descent, momentum (Nesterov's too) and Adam agree to the last digits once Adam is told
TensorFlow 1's epsilon; RMSProp begins with another average, Adagrad and Adadelta with other constants. What is not
certain stays the optimizer of `tf.compat.v1.train`, which trains eager variables as it trained a graph's.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from hublint.source.use import argument, unpacks
from hublint_rules.rewrites import flow

if TYPE_CHECKING:
    from hublint.rule import Source

# Gradients of looked up rows are sparse: there momentum and Adam go different ways.
_SPARSE = (b"gather", b"embedding")


def native(source: Source, call: ast.Call, *, fed: bool = False) -> str | None:
    """Return the code behind `tf.keras.optimizers.` that makes the same optimizer, None where there is none.

    Where the learning rate is `fed`, it is left out, for each step assigns it. With momentum that is another thing:
    TensorFlow 1 takes the rate times all that was gathered, and Keras gathers what was taken times its rate.
    """
    rate = argument(call, 0, "learning_rate")
    if rate is None and flow.is_call_of(source, call, "train.AdamOptimizer") and not call.args and not call.keywords:
        return None if _sparse(source) else "Adam(0.001, epsilon=1e-08)"
    if rate is None or unpacks(call) or not (fed or _is_float(source, rate)):
        return None
    given = [] if fed else [source.code(rate)]
    extra = {k.arg for k in call.keywords} - {"learning_rate", "name"}
    if flow.is_call_of(source, call, "train.GradientDescentOptimizer") and not extra and len(call.args) <= 1:
        return f"SGD({', '.join(given)})"
    if _sparse(source) or (fed and flow.is_call_of(source, call, "train.MomentumOptimizer")):
        return None
    if flow.is_call_of(source, call, "train.MomentumOptimizer"):
        momentum, nesterov = argument(call, 1, "momentum"), argument(call, 4, "use_nesterov")
        if momentum is None or not _is_float(source, momentum) or extra - {"momentum", "use_nesterov"}:
            return None
        if len(call.args) > 2 or (nesterov is not None and not isinstance(nesterov, ast.Constant)):
            return None
        text = f"SGD({source.code(rate)}, momentum={source.code(momentum)}"
        return f"{text}, nesterov={source.code(nesterov)})" if nesterov is not None else f"{text})"
    if flow.is_call_of(source, call, "train.AdamOptimizer") and len(call.args) <= 1:
        if extra - {"beta1", "beta2", "epsilon"}:
            return None
        values = {k.arg: source.code(k.value) for k in call.keywords}
        words = [f"{new}={values[old]}" for old, new in (("beta1", "beta_1"), ("beta2", "beta_2")) if old in values]
        return f"Adam({', '.join([*given, *words, 'epsilon=' + values.get('epsilon', '1e-08')])})"
    return None


def _sparse(source: Source) -> bool:
    return any(word in source.text.utf8 for word in _SPARSE)


def _is_float(source: Source, node: ast.expr) -> bool:
    """Tell whether an expression is a number with a fraction that is written out, perhaps under a name."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, float)
    if isinstance(node, ast.Name):
        bindings = source.scope(node).visible(node.id, node)
        return bool(bindings) and all(
            b.kind == "assign" and isinstance(b.value, ast.Constant) and isinstance(b.value.value, float)
            for b in bindings
        )
    return False
