"""HUB426."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING

from hublint.rule import Draft, Edit, Example, Fix, NoFix, Rule, v1

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use
    from hublint_rules.reusable.signatures import Entry


class NotASignature(Rule):
    """Something is given as a signature that has no graph: a Python function, an object, a function without types.

    `tf.saved_model.save` takes concrete functions and `tf.function`s with an `input_signature`, alone or in a dict.
    Anything else raises `ValueError: Expected a TensorFlow function for which to generate a signature, but got ... Only
    tf.functions with an input signature or concrete functions can be used as a signature.` Calling a `tf.function`, or
    `get_concrete_function`, before the save does not help: it may have several graphs, and the save does not choose.
    Of a `SignatureDef`, the signature of TensorFlow 1, HUB203 speaks.

    The fix names the method `__call__` where its object is given and that has a signature, takes a function out of the
    list round it, and passes the concrete function that the file makes of a `tf.function` anyway. It is unsafe, as it
    guesses what was meant. There is none where the file does not show which inputs the signature shall have.
    """

    code = "HUB426"
    name = "not-a-signature"
    since = "0.1"
    applicability = "unsafe"
    severity = "error"
    targets = (2, 0)
    names = v1("saved_model.save")
    examples = (
        Example(
            before="""\
import tensorflow as tf


class Doubler(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
    def __call__(self, x):
        return 2.0 * x


doubler = Doubler()
tf.saved_model.save(doubler, "doubler", signatures=doubler)
""",
            after="""\
import tensorflow as tf


class Doubler(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
    def __call__(self, x):
        return 2.0 * x


doubler = Doubler()
tf.saved_model.save(doubler, "doubler", signatures=doubler.__call__)
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/api_docs/python/tf/saved_model/save",
        "https://www.tensorflow.org/guide/saved_model",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report each signature that is none."""
        del target
        call, source = use.call, use.source
        if call is None:
            return
        from hublint_rules.reusable.signatures import signatures

        given = signatures(source, call)
        for entry in given.entries if given is not None else ():
            draft = _judge(source, entry)
            if draft is not None:
                yield draft


def _judge(source: Source, entry: Entry) -> Draft | None:
    from hublint_rules.origins import origins
    from hublint_rules.reusable.signatures import plain_of, traced_of

    value = entry.value
    shown = _shown(source, value)
    traced = traced_of(source, value)
    if traced is not None:
        if traced.exported or traced.function is None:
            return None
        message = f"{shown} has no `input_signature`; give it one, or pass `get_concrete_function(...)` of it"
        return Draft(value, message, partial(_concrete, source, value))
    if plain_of(source, value) is not None or _is_keras_call(source, value):
        message = f"{shown} is a Python function; make it a `tf.function` with an `input_signature`"
        return Draft(value, message, partial(_refuse, "the file does not show which inputs it shall have"))
    found = origins(source, value)
    made = found[0] if len(found) == 1 else None
    if isinstance(made, (ast.List, ast.Tuple)):
        message = f"{shown} is no function; pass the function, or a dict from keys to functions"
        return Draft(value, message, partial(_alone, source, value))
    if _is_object(source, value):
        message = f"{shown} is an object; pass the `tf.function` of it that is to be served"
        return Draft(value, message, partial(_call_of_object, source, value))
    return None


def _shown(source: Source, value: ast.expr) -> str:
    code = " ".join(source.code(value).split())
    return f"`{code}`" if len(code) <= 60 else "what is given as a signature"


def _refuse(reason: str) -> NoFix:
    return NoFix(reason)


def _is_keras_call(source: Source, value: ast.expr) -> bool:
    """Tell whether a value is the method of a Keras model that computes it, which is plain Python."""
    names = source.resolve(value) if isinstance(value, ast.Attribute) and value.attr == "call" else frozenset()
    return bool(names) and all(name.endswith("keras.Model().call") for name in names)


def _is_object(source: Source, value: ast.expr) -> bool:
    from hublint_rules.reusable.saved import kind_of

    names = source.resolve(value)
    return kind_of(names) is not None or bool(names and all(name.endswith("keras.Model()") for name in names))


def _concrete(source: Source, value: ast.expr) -> Fix | NoFix:
    """Pass the one concrete function that the file makes of a function before the save."""
    scope, code = source.scope(value), source.code(value)
    made = [
        call
        for function, call in source.index.calls.items()
        if isinstance(function, ast.Attribute)
        and function.attr == "get_concrete_function"
        and source.scope(function) is scope
        and source.code(function.value) == code
        and call.lineno < value.lineno
    ]
    if len(made) != 1:
        return NoFix("the file does not show which inputs it shall have")
    statement = source.statement(made[0])
    text = source.code(made[0])
    if isinstance(statement, ast.Assign) and statement.value is made[0] and isinstance(statement.targets[0], ast.Name):
        text = statement.targets[0].id
        bindings = scope.visible(text, value)
        if len(statement.targets) != 1 or len(bindings) != 1 or bindings[0].value is not made[0]:
            return NoFix("the concrete function's name means something else where the object is saved")
    elif "\n" in text or not isinstance(statement, ast.Expr):
        return NoFix("the concrete function has no name")
    return Fix("unsafe", "Pass the concrete function", (Edit(*source.span(value), text),))


def _alone(source: Source, value: ast.expr) -> Fix | NoFix:
    """Take the only function out of a list."""
    if not isinstance(value, (ast.List, ast.Tuple)) or len(value.elts) != 1:
        return NoFix("which key each function shall have is the author's to say")
    from hublint_rules.reusable.signatures import traced_of

    traced = traced_of(source, value.elts[0])
    if traced is None or not traced.exported:
        return NoFix("the function in the list is no signature either")
    function = source.code(value.elts[0])
    (start, end), inner = source.span(value), source.span(value.elts[0])
    text = source.text.utf8
    if b"#" in text[start : inner[0]] + text[inner[1] : end]:
        return NoFix("a comment stands in the list")
    return Fix("unsafe", "Pass the function itself", (Edit(start, end, function),))


def _call_of_object(source: Source, value: ast.expr) -> Fix | NoFix:
    """Pass an object's `__call__`."""
    from hublint_rules.reusable.saved import Tracked

    member = Tracked(source, value).member("__call__") if isinstance(value, (ast.Name, ast.Attribute)) else None
    if member is None or member.traced is None or not member.traced.exported:
        return NoFix("the object has no `__call__` with an `input_signature`")
    end = source.span(value)[1]
    return Fix("unsafe", "Pass its `__call__`", (Edit(end, end, ".__call__"),))
