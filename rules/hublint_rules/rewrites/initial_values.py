"""Initial values of variables in a graph that `tf.compat.v1.wrap_function` builds.

There a variable is made outside the graph, so an operation of the graph cannot be its initial value: `ValueError:
Argument `initial_value` (Tensor("zeros:0", ...)) could not be lifted out of a `tf.function`.` (2.15 and 2.21). A
function that makes the value can be, and TensorFlow 1 takes one, too.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from hublint.source.use import argument, unpacks
from hublint_rules.rewrites import flow
from hublint_rules.rewrites.flow import Refused

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from hublint.rule import Source

# What makes variables, with the place and the name of the argument that is the initial value.
_MAKERS = {
    "Variable": (0, "initial_value"),
    "get_variable": (3, "initializer"),
    "get_local_variable": (3, "initializer"),
}

# Operations whose value depends on a tensor, and not on its static shape alone.
_DYNAMIC = frozenset({"shape", "shape_n", "size", "rank", "identity", "zeros_like", "ones_like"})


class Lifted(NamedTuple):
    """What becomes of the code that makes initial values."""

    functions: dict[ast.expr, str]
    """Expressions, with the functions that take their places."""
    unneeded: set[ast.stmt]
    """Assignments of values that now stand in such a function."""


def lifted(source: Source, nodes: Iterable[ast.AST], tensors: Collection[str]) -> Lifted:
    """Find the initial values that have to become functions, in some code and in what it calls of the file.

    Args:
        source: the file.
        nodes: the code that builds the graph.
        tensors: the names that hold tensors in it.

    Raises:
        Refused: if a value is computed by the graph, or what it is cannot be seen.
    """
    found = Lifted({}, set())
    for call in flow.reached_calls(source, nodes):
        kinds = {flow.short(name) for name in source.resolve(call.func)} & _MAKERS.keys()
        if not kinds:
            continue
        value = argument(call, *_MAKERS[kinds.pop() or ""])
        if value is not None and not unpacks(call):
            _lift(source, value, call, tensors, found)
    return found


def _lift(source: Source, value: ast.expr, call: ast.Call, tensors: Collection[str], found: Lifted) -> None:
    made: ast.expr | None = value
    statement = None
    if isinstance(value, ast.Name) and not _is_no_tensor(source, value):
        statement = _only_for(source, value, call)
        made = flow.assigned(statement)
    if made is None or _is_no_tensor(source, made):
        return
    operations = {flow.short(n) for c in ast.walk(made) if isinstance(c, ast.Call) for n in source.resolve(c.func)}
    names = [node for node in ast.walk(made) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)]
    if operations & _DYNAMIC or any(name.id in tensors or _holds_tensor(source, name) for name in names):
        message = f"line {value.lineno} computes the initial value of a variable with a tensor of the graph"
        raise Refused(message)
    if statement is not None:
        found.unneeded.add(statement)
    found.functions[value] = f"lambda: {source.code(made)}"


def _is_no_tensor(source: Source, value: ast.expr, depth: int = 8) -> bool:
    """Tell whether a value is certainly one of Python or NumPy, or a function or object that makes the value."""
    if isinstance(value, ast.Lambda):
        return True
    called = value.func if isinstance(value, ast.Call) else value
    if any("initializer" in name.lower() for name in source.resolve(called)):
        return True
    if depth == 0 or not flow.plain(source, value, ()):
        return False
    names = [node for node in ast.walk(value) if isinstance(node, ast.Name)]
    known = all(not _holds_tensor(source, name, depth - 1) for name in names)
    # What a parameter or a loop gives may be anything, if it is the value itself and not just a part of its shape.
    bindings = source.scope(value).visible(value.id, value) if isinstance(value, ast.Name) else ()
    return known and all(binding.kind in {"assign", "import", "function", "class"} for binding in bindings)


def _holds_tensor(source: Source, name: ast.Name, depth: int = 8) -> bool:
    """Tell whether a name is assigned something that may be a tensor of the graph."""
    bindings = source.scope(name).visible(name.id, name)
    values = [binding.value for binding in bindings if binding.kind == "assign"]
    return any(isinstance(value, ast.expr) and not _is_no_tensor(source, value, depth) for value in values)


def _only_for(source: Source, name: ast.Name, call: ast.Call) -> ast.stmt:
    """Return the assignment of a value that nothing but one variable is made of.

    Raises:
        Refused: if there is none.
    """
    scope = source.scope(name)
    bindings = scope.visible(name.id, name)
    home = scope.owner(name.id)
    reads = [load for at, load in source.index.loads if load.id == name.id and at.owner(name.id) is home]
    user = source.statement(call)
    if len(bindings) == 1 and len(reads) == 1 and home is scope and bindings[0].kind == "assign":
        statement = source.statement(bindings[0].node)
        suite = flow.suite_of(source, user)
        if statement in suite and flow.assigned(statement) is not None and suite.index(statement) < suite.index(user):
            between = suite[suite.index(statement) + 1 : suite.index(user)]
            if not any(flow.may_change(source, other, read) for other in between for read in flow.reads(statement)):
                return statement
    message = f"line {name.lineno} makes a variable from `{name.id}`, and hublint does not see that it is no tensor"
    raise Refused(message)
