"""What calls do in a program that builds a graph: whether the same code can stand in a `tf.function`, or run at once.

It lists what is known: operations that always give the same, those of chance, and what only makes plain values.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Literal

from hublint_rules.rewrites import flow, hub_models, operations, tf_layers

if TYPE_CHECKING:
    from hublint.rule import Source
    from hublint.source.index import Binding

Effect = Literal["steady", "chance", "gradients", "trainable", "layer", "plain", "impure", "foreign", "unknown"]
"""What a call does: a `steady` operation gives the same for the same inputs, one of `chance` another value at each run;
`trainable` asks for the variables so far, a `layer` makes some for itself; `plain` code makes no tensor, nor does
`impure`, which gives other values or has effects; `foreign` code is not seen; `unknown` is what TensorFlow offers
besides."""

# fmt: off
# Operations that give several tensors, or as many as the functions that they are given.
_SEVERAL = frozenset({
    "case", "clip_by_global_norm", "cond", "dynamic_partition", "foldl", "foldr", "linalg.eigh", "linalg.qr",
    "linalg.svd", "map_fn", "math.top_k", "meshgrid", "nn.moments", "nn.top_k", "scan", "self_adjoint_eig", "split",
    "svd", "unique", "unique_with_counts", "unstack", "while_loop",
})

# What makes a plain value of a kind that graphs are described with.
_DESCRIPTIONS = frozenset({
    "Dimension", "TensorShape", "as_dtype", "constant_initializer", "glorot_normal_initializer", "name_scope",
    "glorot_uniform_initializer", "ones_initializer", "orthogonal_initializer", "random_normal_initializer",
    "random_uniform_initializer", "truncated_normal_initializer", "uniform_unit_scaling_initializer",
    "variance_scaling_initializer", "zeros_initializer", "contrib.layers.xavier_initializer",
    "contrib.layers.variance_scaling_initializer",
})

# Calls that stay what they are beside eager code.
_BESIDE = frozenset(
    {"keras.utils.set_random_seed", "random.set_random_seed", "random.set_seed", "set_random_seed"}
)

_IMPURE_BUILTINS = frozenset({"delattr", "eval", "exec", "globals", "input", "iter", "locals", "next", "open", "print"}
                             | {"setattr", "vars"})

# Methods of tensors, shapes, lists, strings and dicts that can be called wherever the code stands.
_METHODS = frozenset({
    "append", "as_list", "astype", "copy", "count", "endswith", "extend", "format", "get", "get_shape", "index",
    "insert", "is_fully_defined", "items", "join", "keys", "lower", "num_elements", "pop", "replace", "reshape",
    "reverse", "set_shape", "split", "startswith", "strip", "tolist", "upper", "values", "with_rank",
})
# fmt: on


def effect(source: Source, call: ast.Call) -> Effect:
    """Tell what a call does; one of a function of the file is `plain`, for its body is asked about apart."""
    function = call.func
    names = source.resolve(function)
    if names:
        found = {_effect(name) for name in names}
        return found.pop() if len(found) == 1 else "unknown"
    if isinstance(function, ast.Name):
        if any(isinstance(found, ast.FunctionDef) for found in source.definitions(function)):
            return "plain"
        if flow.is_builtin(source, function):
            return "impure" if function.id in _IMPURE_BUILTINS else "plain"
        return "foreign"
    if hub_models.is_signature_call(source, call):
        return "steady"
    return "plain" if isinstance(function, ast.Attribute) and function.attr in _METHODS else "foreign"


def _effect(name: str) -> Effect:
    known = flow.short(name)
    if known is None:
        if name == hub_models.LOAD:
            return "plain"
        if not flow.is_plain(name):
            return "foreign"
        return "impure" if name.startswith(flow.CHANGING) else "plain"
    if "Session().run()" in known:
        return "plain"  # a method of an array that a run has given
    if known.endswith("_initializer()"):
        return "chance"  # an initializer that is called for its values
    if known in _DESCRIPTIONS or known.startswith(("initializers.", "keras.initializers.")):
        return "plain"
    if known in _BESIDE or flow.beside_graph(known):
        return "impure"
    if known == "gradients":
        return "gradients"
    if known == "trainable_variables":
        return "trainable"
    if tf_layers.known_layer(known) is not None:
        return "layer"
    if operations.by_chance(known):
        return "chance"
    if known in _SEVERAL or operations.gives_one_tensor(known) or operations.gave_one_tensor(known):
        return "steady"
    if known.rpartition(".")[2] in _METHODS and "()" in known:
        return "plain"
    return "unknown"


def gives_one_tensor(source: Source, node: ast.expr, depth: int = 12) -> bool:
    """Tell whether an expression is certainly one tensor, not a list of some, nor anything else."""
    if depth == 0:
        return False
    if isinstance(node, ast.BinOp):
        return gives_one_tensor(source, node.left, depth - 1) or gives_one_tensor(source, node.right, depth - 1)
    if isinstance(node, ast.UnaryOp):
        return gives_one_tensor(source, node.operand, depth - 1)
    if isinstance(node, ast.Subscript):
        if hub_models.is_output(source, node):
            return True
        return _is_series(source, node.value, depth - 1) or gives_one_tensor(source, node.value, depth - 1)
    if isinstance(node, ast.Compare):
        sides = (node.left, *node.comparators)
        return len(sides) == 2 and any(gives_one_tensor(source, side, depth - 1) for side in sides)
    if isinstance(node, ast.Call):
        names = source.resolve(node.func)
        if names:
            return all(_one(name) for name in names)
        if isinstance(node.func, ast.Name):
            found = list(source.definitions(node.func))
            return bool(found) and all(_returns_one(source, definition, depth - 1) for definition in found)
        return False
    if isinstance(node, ast.Name):
        bindings = source.scope(node).visible(node.id, node)
        return bool(bindings) and all(_bound_to_one(source, b, depth - 1) for b in bindings)
    return False


def _one(name: str) -> bool:
    known = flow.short(name)
    return known is not None and (
        known in {"placeholder", "placeholder_with_default", "Variable()", "assign", "assign_add", "assign_sub"}
        or operations.gives_one_tensor(known)
        or operations.gave_one_tensor(known)
        or operations.by_chance(known)
        or tf_layers.known_layer(known) is not None
    )


def _bound_to_one(source: Source, binding: Binding, depth: int) -> bool:
    value, kind, target = binding.value, binding.kind, binding.node
    if kind == "assign" and isinstance(value, ast.expr):
        names = source.resolve(value)
        if names and all(name.endswith((".Variable()", ".get_variable()")) for name in names):
            return True
        return gives_one_tensor(source, value, depth)
    if isinstance(target, ast.Name):
        parent = source.parents[target]
        if isinstance(parent, ast.AugAssign):
            return True
        if isinstance(parent, ast.Tuple):
            outer = source.parents[parent]
            if isinstance(outer, ast.Assign) and _is_norm(source, outer.value):
                return target is parent.elts[-1]
            while isinstance(outer, ast.Tuple):
                outer = source.parents[outer]
            if isinstance(outer, ast.Assign) and flow.is_call_of(source, outer.value, "nn.dynamic_rnn"):
                return True
            return isinstance(outer, ast.Assign) and _is_series(source, outer.value, depth)
    return False


def _is_norm(source: Source, node: ast.expr) -> bool:
    """Tell whether an expression gives clipped tensors and their norm."""
    return flow.is_call_of(source, node, "clip_by_global_norm")


def _is_series(source: Source, node: ast.expr, depth: int) -> bool:
    """Tell whether an expression is a list or tuple of which each element is one tensor."""
    if isinstance(node, (ast.List, ast.Tuple)):
        return bool(node.elts) and all(gives_one_tensor(source, element, depth) for element in node.elts)
    if isinstance(node, ast.Call):
        series = {"split", "unstack", "gradients", "meshgrid", "nn.moments", "nn.top_k", "math.top_k", "unique"}
        names = source.resolve(node.func)
        return bool(names) and all(flow.short(name) in series for name in names)
    if isinstance(node, ast.Name):
        bindings = source.scope(node).visible(node.id, node)
        return bool(bindings) and all(
            b.kind == "assign" and isinstance(b.value, ast.expr) and _is_series(source, b.value, depth - 1)
            for b in bindings
        )
    return False


def _returns_one(source: Source, definition: ast.FunctionDef | ast.ClassDef, depth: int) -> bool:
    if not isinstance(definition, ast.FunctionDef):
        return False
    returned = [node.value for node in source.index.returns.get(definition, ())]
    return bool(returned) and all(value is not None and gives_one_tensor(source, value, depth) for value in returned)
