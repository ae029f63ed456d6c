"""Whether tensors of a TensorFlow 1 program are certainly of 32-bit floats.

The layers of `tf.layers` compute in the dtype of what they are given; those of Keras in float32, and they convert what
is not. TensorFlow takes no two dtypes in one operation, so one operand tells what the others are.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from hublint.source.use import argument
from hublint_rules.rewrites import flow, graph_calls, tf_layers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hublint.rule import Source
    from hublint.source.index import Binding

# fmt: off
# Operations whose result has the dtype of their first argument, or of the tensors in it.
_KEEPING = frozenset({
    "abs", "add_n", "boolean_mask", "broadcast_to", "ceil", "clip_by_norm", "clip_by_value", "concat", "cos", "cosh",
    "cumsum", "exp", "expand_dims", "fake_quant_with_min_max_args", "floor", "gather", "gather_nd", "identity", "log",
    "log1p", "log_sigmoid", "negative", "ones_like", "pad", "reciprocal", "reduce_logsumexp", "reduce_max",
    "reduce_mean", "reduce_min", "reduce_prod", "reduce_sum", "repeat", "reshape", "reverse", "round", "rsqrt",
    "sigmoid", "sign", "sin", "sinh", "slice", "split", "sqrt", "square", "squeeze", "stack", "stop_gradient",
    "strided_slice", "tan", "tanh", "tile", "transpose", "unstack", "zeros_like", "nn.avg_pool", "nn.avg_pool2d",
    "nn.batch_normalization", "nn.bias_add", "nn.conv1d", "nn.conv2d", "nn.conv2d_transpose", "nn.conv3d",
    "nn.crelu", "nn.depthwise_conv2d", "nn.dropout", "nn.elu", "nn.embedding_lookup", "nn.l2_normalize",
    "nn.leaky_relu", "nn.local_response_normalization", "nn.log_softmax", "nn.lrn", "nn.max_pool", "nn.max_pool2d",
    "nn.relu", "nn.relu6", "nn.relu_layer", "nn.selu", "nn.separable_conv2d", "nn.sigmoid", "nn.softmax",
    "nn.softplus", "nn.softsign", "nn.swish", "nn.tanh", "nn.xw_plus_b", "image.random_flip_left_right",
})
# Those whose first two arguments and result have one dtype.
_PAIRING = frozenset({
    "add", "divide", "div", "div_no_nan", "einsum", "matmul", "maximum", "minimum", "mod", "multiply", "pow",
    "realdiv", "scalar_mul", "squared_difference", "subtract", "tensordot", "truediv",
})
# Those that give 32-bit floats unless a dtype is asked for.
_FLOATS = frozenset({
    "glorot_uniform_initializer()", "ones", "random.normal", "random.truncated_normal", "random.uniform",
    "random_normal", "random_uniform", "truncated_normal", "zeros",
})
_ALWAYS = frozenset({"to_float", "image.resize_bilinear", "image.per_image_standardization"})
# Those that take a dtype: the position of that argument.
_CASTING = {"cast": 1, "image.convert_image_dtype": 1, "saturate_cast": 1, "placeholder": 0}
# fmt: on

_DEPTH = 24


class _Frame(NamedTuple):
    """What the parameters of a function of the file stand for in a call of it, and where that call stands."""

    given: Mapping[str, ast.expr]
    definition: ast.FunctionDef
    outer: _Frame | None


def certainly_float32(source: Source, node: ast.expr) -> bool:
    """Tell whether an expression is a tensor of 32-bit floats wherever the program gets to it."""
    return _is(source, node, None, frozenset(), _DEPTH)


def _is(source: Source, node: ast.expr, frame: _Frame | None, seen: frozenset[ast.AST], depth: int) -> bool:
    if depth == 0:
        return False
    if isinstance(node, ast.Name):
        return _name(source, node, frame, seen, depth - 1)
    if isinstance(node, ast.BinOp):
        return any(_is(source, side, frame, seen, depth - 1) for side in (node.left, node.right))
    if isinstance(node, (ast.UnaryOp, ast.Subscript)):
        inner = node.operand if isinstance(node, ast.UnaryOp) else node.value
        return _is(source, inner, frame, seen, depth - 1)
    if isinstance(node, ast.IfExp):
        return all(_is(source, side, frame, seen, depth - 1) for side in (node.body, node.orelse))
    if isinstance(node, (ast.List, ast.Tuple)):
        return any(_is(source, element, frame, seen, depth - 1) for element in node.elts)
    if isinstance(node, ast.Call):
        return _call(source, node, frame, seen, depth - 1)
    return False


def _call(source: Source, call: ast.Call, frame: _Frame | None, seen: frozenset[ast.AST], depth: int) -> bool:
    names = source.resolve(call.func)
    if not names:
        return isinstance(call.func, ast.Name) and _defined(source, call, call.func, frame, seen, depth)
    known = {flow.short(name) or "" for name in names}
    if len(known) != 1:
        return False
    (name,) = known
    first = call.args[0] if call.args else next((k.value for k in call.keywords if k.arg != "name"), None)
    if name in _ALWAYS or tf_layers.known_layer(name) is not None:
        # Of a layer this is asked apart.
        return True
    if name in _CASTING:
        dtype = argument(call, _CASTING[name], "dtype")
        return dtype is not None and _names_float32(source, dtype)
    if name == "one_hot":
        return _unless_asked(source, call, ("indices", "depth", "axis", "dtype", "name"), 2)
    if name in _FLOATS:
        return _unless_asked(source, call, ("dtype", "maxval", "mean", "minval", "seed", "shape", "stddev", "name"), 3)
    if name == "get_variable":
        initializer = argument(call, 3, "initializer")
        dtype = argument(call, 2, "dtype")
        if dtype is not None:
            return _names_float32(source, dtype)
        return initializer is None or argument(call, 1, "shape") is not None
    if name in {"constant", "Variable"}:
        dtype = argument(call, 1 if name == "constant" else 99, "dtype")
        if dtype is not None:
            return _names_float32(source, dtype)
        return first is not None and (_is_decimal(first) or _is(source, first, frame, seen, depth))
    if first is None or any(k.arg == "dtype" for k in call.keywords):
        return False
    if name in _KEEPING:
        return _is(source, first, frame, seen, depth)
    pair = (*call.args[:2], *(k.value for k in call.keywords if k.arg != "name"))
    return name in _PAIRING and any(_is(source, one, frame, seen, depth) for one in pair)


def _unless_asked(source: Source, call: ast.Call, words: tuple[str, ...], positions: int) -> bool:
    """Tell whether a call leaves the dtype open, or asks for 32-bit floats."""
    dtype = next((k.value for k in call.keywords if k.arg == "dtype"), None)
    fine = len(call.args) <= positions and all(k.arg in words for k in call.keywords)
    return fine and (dtype is None or _names_float32(source, dtype))


def _is_decimal(node: ast.expr) -> bool:
    """Tell whether an expression is a number with a fraction, or a list of such, that is written out."""
    if isinstance(node, ast.UnaryOp):
        return _is_decimal(node.operand)
    if isinstance(node, (ast.List, ast.Tuple)):
        return any(map(_is_decimal, node.elts))
    return isinstance(node, ast.Constant) and isinstance(node.value, float)


def _names_float32(source: Source, node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return node.value in {"float", "float32"}
    names = source.resolve(node)
    return bool(names) and all(name == "numpy.float32" or flow.short(name) == "float32" for name in names)


def _defined(
    source: Source, call: ast.Call, function: ast.Name, frame: _Frame | None, seen: frozenset[ast.AST], depth: int
) -> bool:
    """Tell whether a call of a function of the file gives 32-bit floats."""
    definition, *others = [*source.definitions(function), None]
    if not isinstance(definition, ast.FunctionDef) or others != [None]:
        return False
    given = {parameter.arg: value for parameter, value in zip(definition.args.args, call.args, strict=False)}
    given |= {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg is not None}
    inner = _Frame(given, definition, frame)
    returned = [node.value for node in source.index.returns.get(definition, ())]
    return bool(returned) and all(value is not None and _is(source, value, inner, seen, depth) for value in returned)


def _name(source: Source, node: ast.Name, frame: _Frame | None, seen: frozenset[ast.AST], depth: int) -> bool:
    bindings = source.scope(node).visible(node.id, node)
    return bool(bindings) and all(_bound(source, node, b, frame, seen, depth) for b in bindings)


def _bound(
    source: Source, node: ast.Name, binding: Binding, frame: _Frame | None, seen: frozenset[ast.AST], depth: int
) -> bool:
    if binding.node in seen:
        return True  # what a loop hands on to itself is what it began with
    seen |= {binding.node}
    if binding.kind == "parameter":
        if frame is None:
            values = graph_calls.given(source, node)
            return bool(values) and all(_is(source, value, None, seen, depth) for value in values)
        if node.id not in frame.given or source.scope(node).node is not frame.definition:
            return False
        return _is(source, frame.given[node.id], frame.outer, seen, depth)
    if binding.kind == "assign" and isinstance(binding.value, ast.expr):
        return _is(source, binding.value, frame, seen, depth)
    if isinstance(binding.node, ast.Name):
        parent = source.parents[binding.node]
        outer = source.parents[parent]
        while isinstance(outer, ast.Tuple):
            outer = source.parents[outer]
        if isinstance(outer, ast.Assign) and flow.is_call_of(source, outer.value, "nn.dynamic_rnn"):
            return True  # of the run of a cell this is asked apart
        if isinstance(parent, ast.AugAssign):
            return _is(source, parent.value, frame, seen, depth)
        if isinstance(parent, ast.Tuple) and isinstance(outer, ast.Assign):
            series = flow.is_call_of(source, outer.value, "split", "unstack", "nn.moments")
            return series and _is(source, outer.value, frame, seen, depth)
    return False


__all__ = ["certainly_float32"]
