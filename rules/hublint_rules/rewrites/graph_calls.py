"""What calls do in a program that builds a graph: whether the same code can stand in a `tf.function`, or run at once.

It lists what is known: operations that always give the same, those of chance, and what only makes plain values.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Literal

from hublint.source.use import argument, unpacks
from hublint_rules.rewrites import flow, hub_models, operations, session_elements, tf_layers

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

# Modules of TensorFlow 1 that read the data of its tutorials into arrays, by how the names begin.
_READERS = ("contrib.learn.datasets.", "examples.tutorials.")

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
        return _effect_of_given(source, function)
    if hub_models.is_signature_call(source, call):
        return "steady"
    return "plain" if isinstance(function, ast.Attribute) and function.attr in _METHODS else "foreign"


def _effect_of_given(source: Source, function: ast.Name) -> Effect:
    """Tell what a call of a parameter does, by what the file gives it wherever it calls the function round it."""
    found: set[Effect] = set()
    for value in _functions_given(source, function):
        names = source.resolve(value)
        found |= {_effect(name) for name in names}
        if not names:
            own = isinstance(value, ast.Name) and any(
                isinstance(one, ast.FunctionDef) for one in source.definitions(value)
            )
            found.add("plain" if own else "foreign")
    return next((effect for effect, some in _UP_TO.items() if found and found <= some), "foreign")


# What may be among the functions that a parameter is given, for a call of it to do something.
_UP_TO: dict[Effect, frozenset[Effect]] = {
    "plain": frozenset({"plain"}),
    "steady": frozenset({"plain", "steady"}),
    "chance": frozenset({"plain", "steady", "chance"}),
}


def _functions_given(source: Source, parameter: ast.Name) -> list[ast.expr]:
    """Return the functions that a parameter is given; nothing where not all of them are seen."""
    owner = source.scope(parameter).owner(parameter.id)
    values = given(source, parameter) if owner is not None and len(owner.bindings[parameter.id]) == 1 else []
    return [value for value in values if not (isinstance(value, ast.Constant) and value.value is None)]


def given(source: Source, parameter: ast.Name) -> list[ast.expr]:
    """Return what a parameter of a function of the file is given by its calls; nothing where not all of it is seen."""
    owner = source.scope(parameter).owner(parameter.id)
    if owner is None or not isinstance(owner.node, ast.FunctionDef):
        return []
    definition = owner.node
    home = source.scope(definition)
    position = next((n for n, a in enumerate(definition.args.args) if a.arg == parameter.id), None)
    once = len(home.bindings[definition.name]) == 1
    if position is None or not once or home.kind == "class" or definition.args.posonlyargs:
        return []
    first_default = len(definition.args.args) - len(definition.args.defaults)
    default = definition.args.defaults[position - first_default] if position >= first_default else None
    values: list[ast.expr] = []
    for scope, load in source.index.loads:
        if load.id != definition.name or scope.owner(load.id) is not home:
            continue
        call = source.index.calls.get(load)
        value = argument(call, position, parameter.id) if call is not None and not unpacks(call) else None
        value = default if value is None and call is not None and not unpacks(call) else value
        if value is None:
            return []
        values.append(value)
    return values


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
    if known in _BESIDE or flow.beside_graph(known) or known.startswith(_READERS):
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
            if not found:
                functions = _functions_given(source, node.func)
                return bool(functions) and all(_gives_one(source, value, depth - 1) for value in functions)
            return bool(found) and all(_returns_one(source, definition, depth - 1) for definition in found)
        return False
    if isinstance(node, ast.Name):
        bindings = source.scope(node).visible(node.id, node)
        return bool(bindings) and all(_bound_to_one(source, b, depth - 1) for b in bindings)
    return False


def _gives_one(source: Source, function: ast.expr, depth: int) -> bool:
    """Tell whether a function gives one tensor, which another one is given."""
    names = source.resolve(function)
    if names:
        return all(_one(name) for name in names)
    found = list(source.definitions(function)) if isinstance(function, ast.Name) else []
    return bool(found) and all(_returns_one(source, definition, depth) for definition in found)


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
        return gives_one_tensor(source, value, depth) or session_elements.parts_of_batch(source, value) == 0
    if isinstance(target, ast.Name):
        parent = source.parents[target]
        if isinstance(parent, ast.AugAssign):
            return True
        if isinstance(parent, ast.Tuple):
            outer = source.parents[parent]
            if isinstance(outer, ast.Assign) and _is_norm(source, outer.value):
                return target is parent.elts[-1]
            if isinstance(outer, ast.Assign) and isinstance(outer.value, ast.Call):
                returned = _returned_at(source, outer.value, parent.elts.index(target), len(parent.elts))
                if returned:
                    return all(gives_one_tensor(source, value, depth) for value in returned)
            while isinstance(outer, ast.Tuple):
                outer = source.parents[outer]
            if isinstance(outer, ast.Assign) and flow.is_call_of(source, outer.value, "nn.dynamic_rnn"):
                return True
            if isinstance(outer, ast.Assign) and session_elements.parts_of_batch(source, outer.value):
                return True
            return isinstance(outer, ast.Assign) and _is_series(source, outer.value, depth)
    return False


def _returned_at(source: Source, call: ast.Call, at: int, count: int) -> list[ast.expr]:
    """Return what a function of the file returns at a place of a tuple, nothing if it may return something else."""
    found: list[ast.expr] = []
    for definition in source.definitions(call.func) if isinstance(call.func, ast.Name) else ():
        for node in source.index.returns.get(definition, ()):
            value = node.value
            if not isinstance(value, ast.Tuple) or len(value.elts) != count or isinstance(value.elts[at], ast.Starred):
                return []
            found.append(value.elts[at])
    return found


def _is_norm(source: Source, node: ast.expr) -> bool:
    """Tell whether an expression gives clipped tensors and their norm."""
    return flow.is_call_of(source, node, "clip_by_global_norm")


def _is_series(source: Source, node: ast.expr, depth: int) -> bool:
    """Tell whether an expression is a list or tuple of which each element is one tensor."""
    if isinstance(node, (ast.List, ast.Tuple)):
        return bool(node.elts) and all(gives_one_tensor(source, element, depth) for element in node.elts)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not source.resolve(node.func):
        found = list(source.definitions(node.func))
        return bool(found) and all(_returns_series(source, definition, depth - 1) for definition in found)
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


def _returns_series(source: Source, definition: ast.FunctionDef | ast.ClassDef, depth: int) -> bool:
    if not isinstance(definition, ast.FunctionDef):
        return False
    returned = [node.value for node in source.index.returns.get(definition, ())]
    return bool(returned) and all(value is not None and _is_series(source, value, depth) for value in returned)


def _returns_one(source: Source, definition: ast.FunctionDef | ast.ClassDef, depth: int) -> bool:
    if not isinstance(definition, ast.FunctionDef):
        return False
    returned = [node.value for node in source.index.returns.get(definition, ())]
    return bool(returned) and all(value is not None and gives_one_tensor(source, value, depth) for value in returned)
