"""HUB424."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING

from hublint.rule import Draft, Edit, Example, Fix, NoFix, Rule, v1

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use


class MethodFirstParameter(Rule):
    """A method with an `input_signature` calls its object something else than `self`, which `tf.function` strips.

    `tf.function` tells a method from a function by the name of its first parameter. Where that is `this`, `model` or
    `cls`, the first entry of the signature is taken for the object and the last parameter has none: making the class
    raises nothing, but calling the method or saving the object does, `TypeError: input_signature missing type
    constraint for x`. Without an `input_signature` any name will do.

    The fix renames the parameter, in this method only. It is safe, as the name of the first parameter of a method is
    nobody else's business. There is none where the method uses the name `self` for something else, and for class
    methods.
    """

    code = "HUB424"
    name = "method-first-parameter"
    since = "0.1"
    applicability = "safe"
    severity = "error"
    targets = (2, 0)
    names = v1("function")
    examples = (
        Example(
            before="""\
import tensorflow as tf


class Doubler(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
    def __call__(this, x):
        return 2.0 * x
""",
            after="""\
import tensorflow as tf


class Doubler(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
    def __call__(self, x):
        return 2.0 * x
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/api_docs/python/tf/function",
        "https://github.com/tensorflow/tensorflow/blob/v2.21.0/tensorflow/core/function/polymorphism/function_type.py",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report the decorator of such a method."""
        del target
        call, source = use.call, use.source
        method = None if call is None else source.parents.get(call)
        if not isinstance(method, ast.FunctionDef) or call not in method.decorator_list:
            return
        from hublint_rules.reusable.functions import of_definition
        from hublint_rules.reusable.saved import first_parameter

        traced, first = of_definition(source, method), first_parameter(method)
        if traced is None or first is None or first.arg == "self" or not _lacks_a_type(method, traced.signature):
            return
        if not isinstance(source.parents[method], ast.ClassDef) or _is_decorated(method, "staticmethod"):
            return
        message = f"`tf.function` takes `{first.arg}` for the first input of `input_signature`; call it `self`"
        yield Draft(call.func, message, partial(_fix, source, method, first))


def _lacks_a_type(method: ast.FunctionDef, signature: ast.expr | None) -> bool:
    """Tell whether the signature certainly ends before the parameters do, once the object takes one of its entries."""
    if not isinstance(signature, (ast.List, ast.Tuple)) or any(isinstance(e, ast.Starred) for e in signature.elts):
        return False
    given = method.args
    required = len(given.posonlyargs) + len(given.args) - len(given.defaults)
    return required == len(signature.elts) + 1


def _is_decorated(method: ast.FunctionDef, name: str) -> bool:
    return any(isinstance(each, ast.Name) and each.id == name for each in method.decorator_list)


def _fix(source: Source, method: ast.FunctionDef, first: ast.arg) -> Fix | NoFix:
    if _is_decorated(method, "classmethod"):
        return NoFix("`self` is no name for what a class method gets, its class")
    scope = source.index.scopes[method]
    inside = [node for node in ast.walk(method) if isinstance(node, (ast.Name, ast.arg)) and node is not first]
    if any((node.id if isinstance(node, ast.Name) else node.arg) == "self" for node in inside):
        return NoFix("the method uses the name `self` for something else")
    if len(scope.bindings[first.arg]) != 1:
        return NoFix("the method gives the name of its first parameter to something else too")
    uses: list[ast.Name | ast.arg] = [
        node
        for node in inside
        if isinstance(node, ast.Name) and node.id == first.arg and source.scope(node).owner(node.id) is scope
    ]
    offset = source.text.offset
    edits = []
    for node in [first, *uses]:
        start = offset(node.lineno, node.col_offset)
        end = start + len(first.arg.encode())
        if source.text.utf8[start:end].decode() != first.arg:
            # Positions inside an f-string, which Python tells wrongly before 3.12.
            return NoFix("the name is written in a way that hublint does not rewrite")
        edits.append(Edit(start, end, "self"))
    return Fix("safe", f"Call `{first.arg}` `self`", tuple(edits))
