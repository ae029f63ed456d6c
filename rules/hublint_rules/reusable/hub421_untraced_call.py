"""HUB421."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING

from hublint.rule import Draft, Example, Rule, v1

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use
    from hublint_rules.reusable.functions import FunctionDef
    from hublint_rules.reusable.saved import Member, SavedObject


# What a reusable SavedModel lists beside its `__call__`: the functions among the losses are for whoever trains it.
_LISTS = frozenset({"regularization_losses", "trainable_variables", "variables"})


class UntracedCall(Rule):
    """An object is saved before its functions are traced, so that whoever loads it cannot call them.

    `tf.saved_model.save` keeps graphs, not Python. A `tf.function` without an `input_signature` that nobody has called
    has no graph yet: what is loaded raises `ValueError: Found zero restored functions for caller function.` A method
    that is no `tf.function` at all is left out without a word: `TypeError: '_UserObject' object is not callable`, or
    `AttributeError: '_UserObject' object has no attribute 'predict'`; `hub.KerasLayer` says `ValueError: Signature name
    has to be specified for non-callable saved models`.

    The rule speaks of functions that nothing in the file calls, traces or hands on. Of a plain `__call__` it speaks
    where the object has no other function to be called by, or where the file itself loads the object and calls it.

    There is no fix: which shapes and dtypes callers may give is the author's to say, with `None` for what varies.
    """

    code = "HUB421"
    name = "untraced-call"
    since = "0.1"
    applicability = "manual"
    severity = "error"
    targets = (2, 0)
    names = v1("saved_model.save")
    examples = (
        Example(
            before="""\
import tensorflow as tf


class Doubler(tf.Module):
    @tf.function
    def __call__(self, x):
        return 2.0 * x


tf.saved_model.save(Doubler(), "doubler")
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/guide/saved_model",
        "https://www.tensorflow.org/hub/reusable_saved_models",
        "https://www.tensorflow.org/hub/common_issues",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report each function of the saved object that a loaded one will lack."""
        del target
        from hublint_rules.reusable.saved import saved_object

        saved = saved_object(use.source, use.call)
        if saved is None:
            return
        for member in saved.members:
            traced = member.traced
            if traced is None:
                if member.name == "__call__" and _is_wanted(saved):
                    yield _draft(saved, member, "is no `tf.function` and will not be saved")
            elif not traced.exported and traced.function is not None and not _may_be_traced(saved, member):
                yield _draft(saved, member, "is saved before it is traced")


def _draft(saved: SavedObject, member: Member, wrong: str) -> Draft:
    function = member.node if member.traced is None else member.traced.function
    owner = saved.classes[0].name if saved.classes else saved.source.code(saved.node)
    message = (
        f"`{owner}.{member.name}` {wrong}; give it an `input_signature` with `@tf.function(input_signature=[...])`"
    )
    skeleton = partial(_skeleton, saved, function) if isinstance(function, ast.FunctionDef) else None
    return Draft(saved.node, message, None, skeleton)


def _is_wanted(saved: SavedObject) -> bool:
    """Tell whether a plain `__call__` is all that one could call a loaded object by, or is called in this file."""
    from hublint_rules.origins import calls_of_result

    source = saved.source
    for load in saved.loads():
        if "tensorflow_hub.KerasLayer" in source.resolve(load.func):
            if not any(keyword.arg in {"signature", None} for keyword in load.keywords):
                return True
        elif any(True for _ in calls_of_result(source, load)):
            return True
    if saved.signatures is not None or not saved.is_known():
        return False
    seen = {id(member.node) for member in saved.members}
    parts = [part for each in saved.classes for part in each.body if isinstance(part, ast.FunctionDef)]
    hidden = any(id(part) not in seen and not _is_property(part) for part in parts)
    # What is set on the object may have functions of its own, unless it is written out here, or none that one calls.
    made_here = all(name in _LISTS or _has_no_function(source, value) for name, value in saved.attributes)
    return not hidden and made_here and all(member.traced is None for member in saved.members)


def _is_property(method: ast.FunctionDef) -> bool:
    return any(isinstance(each, ast.Name) and each.id == "property" for each in method.decorator_list)


def _has_no_function(source: Source, value: ast.expr) -> bool:
    """Tell whether a value is certainly nothing that one could call functions of: variables, numbers, lists of them."""
    if isinstance(value, (ast.List, ast.Tuple)):
        return all(_has_no_function(source, each) for each in value.elts)
    if isinstance(value, (ast.Constant, ast.BinOp, ast.Lambda)):
        return True
    if isinstance(value, ast.Attribute):
        return isinstance(value.value, ast.Name)
    if isinstance(value, ast.Name):
        return any(binding.kind == "function" for binding in source.scope(value).visible(value.id, value))
    names = source.resolve(value.func) if isinstance(value, ast.Call) else frozenset()
    return bool(names) and names <= {"tensorflow.Variable", "tensorflow.compat.v1.Variable", "tensorflow.constant"}


def _may_be_traced(saved: SavedObject, member: Member) -> bool:
    """Tell whether anything but a load of this very object may call or trace a function before it is saved.

    Keras traces the functions of its models when it saves them; of other classes, nobody knows.
    """
    source = saved.source
    if not saved.is_known() or saved.is_seen_elsewhere(calls=member.name == "__call__"):
        return True
    if isinstance(member.node, ast.Name) and _is_used_again(source, member.node):
        return True
    return any(node.attr == member.name and not _is_loaded(saved, node.value) for _, node in source.index.attributes)


def _is_used_again(source: Source, name: ast.Name) -> bool:
    """Tell whether a function is read by its name in more places than one."""
    bindings = source.scope(name).visible(name.id, name)
    return any(
        node is not name and node.id == name.id and scope.visible(name.id, node) == bindings
        for scope, node in source.index.loads
    )


def _is_loaded(saved: SavedObject, node: ast.expr) -> bool:
    """Tell whether an expression certainly is an object that was loaded, which can trace nothing."""
    from hublint_rules.origins import origins
    from hublint_rules.reusable.saved import LOADS

    found = origins(saved.source, node)
    return all(
        isinstance(made, ast.Call) and bool(names := saved.source.resolve(made.func)) and names <= LOADS
        for made in found
    )


def _skeleton(saved: SavedObject, function: FunctionDef) -> str:
    """Return the function's first lines with a signature to fill in."""
    from hublint_rules.savedmodel.skeleton import Writer

    assert isinstance(function, ast.FunctionDef)  # noqa: S101 - lambdas get none
    writer = Writer(saved.source, saved.node)
    given = [one.arg for one in (*function.args.posonlyargs, *function.args.args) if one.arg != "self"]
    required = given[: len(given) - len(function.args.defaults)] or given
    specs = [f'{writer.tf}.TensorSpec(shape=..., dtype=..., name="{name}")' for name in required]
    head = writer.bracketed(f"@{writer.tf}.function(input_signature=[", specs, "])")
    arguments = ast.unparse(function.args)
    return f"{head}def {function.name}({arguments}):\n" + writer.indented(["..."])
