"""What becomes of a Python function in a SavedModel: whether it is a `tf.function`, and with which signature."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from hublint.rule import v1
from hublint.source.use import argument, unpacks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint.rule import Source

FunctionDef = ast.FunctionDef | ast.Lambda

TF_FUNCTION = frozenset(v1("function"))

# What may stand between a method and `tf.function` without changing what is traced.
_TRANSPARENT = frozenset(v1("Module.with_name_scope"))


class Traced(NamedTuple):
    """A `tf.function`: what makes it one, the function below it if it is to be seen, and its input signature."""

    made: ast.expr
    function: FunctionDef | None
    signature: ast.expr | None
    unknown: bool = False
    """Whether it may have a signature that is not to be seen: `tf.function(**options)`."""

    @property
    def exported(self) -> bool:
        """Whether `tf.saved_model.save` can trace it by itself; without arguments, nothing has to be said."""
        return self.unknown or self.signature is not None or (self.function is not None and not parameters(self))


def parameters(traced: Traced) -> list[ast.arg]:
    """Return the parameters of a `tf.function`, without the `self` of a method."""
    if traced.function is None:
        return []
    given = traced.function.args
    named = [*given.posonlyargs, *given.args, *given.kwonlyargs]
    named += [one for one in (given.vararg, given.kwarg) if one is not None]
    return [one for one in named if one.arg != "self"]


def of_definition(source: Source, definition: ast.FunctionDef) -> Traced | None:
    """Return the `tf.function` that the decorators of a function make it, None if they do not."""
    for decorator in definition.decorator_list:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        if source.resolve(called) and source.resolve(called) <= TF_FUNCTION:
            return _traced(decorator, definition)
    return None


def of_value(source: Source, value: ast.expr) -> Traced | None:
    """Return the `tf.function` that an expression certainly is: a call of `tf.function`, or a decorated function."""
    if isinstance(value, ast.Name):
        bindings = source.scope(value).visible(value.id, value)
        if len(bindings) != 1 or bindings[0].value is None:
            return None
        bound = bindings[0].value
        if isinstance(bound, ast.FunctionDef):
            return of_definition(source, bound)
        return of_value(source, bound) if bindings[0].kind == "assign" and isinstance(bound, ast.Call) else None
    if not isinstance(value, ast.Call):
        return None
    call, given = value, argument(value, 0, "func")
    if isinstance(value.func, ast.Call) and len(value.args) == 1:  # tf.function(input_signature=[])(function)
        call, given = value.func, value.args[0]
    names = source.resolve(call.func)
    if given is None or not names or not names <= TF_FUNCTION:
        return None
    return _traced(call, plain(source, given), value)


def plain(source: Source, value: ast.expr) -> FunctionDef | None:
    """Return the Python function that an expression certainly is."""
    if isinstance(value, ast.Lambda):
        return value
    if isinstance(value, ast.Name):
        bindings = source.scope(value).visible(value.id, value)
        bound = bindings[0].value if len(bindings) == 1 else None
        if isinstance(bound, ast.FunctionDef) and bindings[0].kind == "function":
            return None if bound.decorator_list else bound
        return bound if isinstance(bound, ast.Lambda) and bindings[0].kind == "assign" else None
    if isinstance(value, ast.Attribute):
        methods = list(source.methods(value))
        if len(methods) == 1 and is_plain(source, methods[0]):
            return methods[0]
    return None


def is_plain(source: Source, definition: ast.FunctionDef) -> bool:
    """Tell whether a function is certainly what its `def` says: nothing decorates it that may make it another thing."""
    return all(source.resolve(each) and source.resolve(each) <= _TRANSPARENT for each in definition.decorator_list)


def results(source: Source, function: FunctionDef) -> Iterator[ast.expr | None]:
    """Yield what a function returns; None stands for a function that ends without a `return`."""
    if isinstance(function, ast.Lambda):
        yield function.body
        return
    scope = source.index.scopes[function]
    found = [node for node in ast.walk(function) if isinstance(node, ast.Return) and source.scope(node) is scope]
    yield from (node.value for node in found)
    if not found and not isinstance(function.body[-1], (ast.Raise, ast.While, ast.With, ast.Try)):
        yield None


def _traced(call: ast.expr, function: FunctionDef | None, made: ast.expr | None = None) -> Traced:
    if not isinstance(call, ast.Call):
        return Traced(call, function, None)
    signature = argument(call, 1, "input_signature")
    if isinstance(signature, ast.Constant) and signature.value is None:
        signature = None
    return Traced(made or call, function, signature, unknown=signature is None and unpacks(call))
