"""Functions that are handed on: which of a file's an expression stands for, and which a call of a parameter may run."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint.rule import Source

# How far a function is followed through names and the functions that make it.
_DEPTH = 6


class Handed(NamedTuple):
    """A function of the file that an expression stands for.

    Attributes:
        function: its definition, or the lambda.
        bound: whether it is a method, whose first argument is given.
        partial: whether some of its arguments are given already.
    """

    function: ast.FunctionDef | ast.Lambda
    bound: bool = False
    partial: bool = False


def functions_of(source: Source, node: ast.expr, depth: int = _DEPTH) -> Iterator[Handed]:
    """Yield the functions of the file that an expression certainly stands for; none where one is not to be seen."""
    if depth == 0:
        return
    if isinstance(node, ast.Lambda):
        yield Handed(node)
    elif isinstance(node, ast.Name):
        found: list[Handed] = []
        for binding in source.scope(node).visible(node.id, node):
            if binding.kind == "function" and isinstance(binding.value, ast.FunctionDef):
                found.append(Handed(binding.value))
                continue
            value = binding.value if binding.kind == "assign" else None
            made = list(functions_of(source, value, depth - 1)) if isinstance(value, ast.expr) else []
            if not made:
                return
            found += made
        yield from dict.fromkeys(found)
    elif isinstance(node, ast.Attribute):
        yield from (Handed(method, bound=True) for method in source.methods(node))
    elif isinstance(node, ast.Call):
        if "functools.partial" in source.resolve(node.func) and node.args:
            yield from (one._replace(partial=True) for one in functions_of(source, node.args[0], depth - 1))
            return
        made_by = list(source.definitions(node.func)) if isinstance(node.func, ast.Name) else []
        for maker in (*made_by, *source.methods(node.func)):
            for statement in source.index.returns.get(maker, ()):
                if statement.value is not None:
                    yield from functions_of(source, statement.value, depth - 1)


def run_by(source: Source, call: ast.Call) -> Iterator[ast.FunctionDef | ast.Lambda]:
    """Yield the functions that a call may run whose function is a parameter, or an attribute that is set to one."""
    waiting: list[ast.expr] = [call.func]
    seen: set[tuple[str, ast.AST]] = set()
    while waiting:
        for parameter, function in _parameters(source, waiting.pop()):
            if (parameter, function) in seen:
                continue
            seen.add((parameter, function))
            for given in _given(source, parameter, function):
                yield from (one.function for one in functions_of(source, given))
                waiting.append(given)


def _given(source: Source, parameter: str, function: ast.FunctionDef) -> Iterator[ast.expr]:
    """Yield what the calls of a function of the file give it for a parameter."""
    maker = source.parents[function]
    made = maker if isinstance(maker, ast.ClassDef) and function.name == "__init__" else function
    names = [one.arg for one in (*function.args.posonlyargs, *function.args.args)]
    at = names.index(parameter) - isinstance(maker, ast.ClassDef) if parameter in names else -1
    for other in source.index.calls.values():
        if _may_call(source, other, made):
            given = next((k.value for k in other.keywords if k.arg == parameter), None)
            if given is None and 0 <= at < len(other.args):
                given = other.args[at]
            if given is not None:
                yield given


def _parameters(source: Source, node: ast.expr) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Yield the parameters, with their functions, that an expression has its value from."""
    if isinstance(node, ast.Name):
        owner = source.scope(node).owner(node.id)
        bindings = owner.bindings.get(node.id, ()) if owner is not None else ()
        if isinstance(getattr(owner, "node", None), ast.FunctionDef) and any(b.kind == "parameter" for b in bindings):
            yield node.id, owner.node  # type: ignore[union-attr, misc]
    elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self":
        home = next((outer for outer in source.ancestors(node) if isinstance(outer, ast.ClassDef)), None)
        for _, stored in source.index.stored:
            statement = source.parents[stored]
            value = statement.value if isinstance(statement, ast.Assign) else None
            if (
                stored.attr == node.attr
                and isinstance(value, ast.Name)
                and any(outer is home for outer in source.ancestors(stored))
            ):
                yield from _parameters(source, value)


def _may_call(source: Source, call: ast.Call, made: ast.FunctionDef | ast.ClassDef) -> bool:
    """Tell whether a call may run a function of the file, or make an object of a class."""
    if isinstance(call.func, ast.Name):
        return call.func.id == made.name and made in source.definitions(call.func)
    if not isinstance(call.func, ast.Attribute) or call.func.attr != made.name:
        return False
    methods = list(source.methods(call.func))
    return made in methods if methods else not source.resolve(call.func)


__all__ = ["Handed", "functions_of", "run_by"]
