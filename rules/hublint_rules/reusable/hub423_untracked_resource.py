"""HUB423."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from hublint.rule import Draft, Edit, Example, Fix, NoFix, Rule, v1

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use
    from hublint.source.index import Scope
    from hublint_rules.reusable.functions import FunctionDef
    from hublint_rules.reusable.saved import SavedObject

_TABLES = frozenset(
    v1(
        *("lookup.StaticHashTable", "lookup.StaticVocabularyTable"),
        *("lookup.experimental.DenseHashTable", "lookup.experimental.MutableHashTable"),
    )
)
_TRACKABLE = _TABLES | frozenset(
    v1("Variable", "random.Generator.from_non_deterministic_state", "random.Generator.from_seed", "saved_model.load")
)
_WRITERS = frozenset({"tensorflow.summary.create_file_writer"})
_AVERAGES = frozenset(v1("train.ExponentialMovingAverage"))
_LOADED = (".load_model",)

# What would be hidden, or refused, if an attribute were called so.
_TAKEN = frozenset(
    {"name", "name_scope", "non_trainable_variables", "regularization_losses", "submodules", "trainable_variables"}
    | {"variables", "read", "restore", "save", "save_counter", "sync", "write"}
)


class UntrackedResource(Rule):
    """A variable or table is used by a function that is saved, but no attribute of the saved object leads to it.

    `tf.saved_model.save` keeps what the object's attributes hold, and attributes of these. A function that uses another
    variable, lookup table, random generator or model, say one of the module, cannot be saved: `AssertionError: Tried to
    export a function which references an 'untracked' resource. TensorFlow objects (e.g. tf.Variable) captured by
    functions must be 'tracked' by assigning them to an attribute of a tracked object or assigned to an attribute of the
    main object directly.` A table that is made within the function belongs to nobody either.

    The fix assigns it to an attribute right before the object is saved, or in the method that makes both. It is unsafe,
    as the model then has a part that it did not have, under a name that hublint chose. There is none where the object
    has no name, for averages, whose variables have to be assigned one by one, and for summary writers: with
    `experimental_trackable=True` the object can be saved, but the loaded function raises `NotFoundError: Resource ...
    SummaryWriterInterface does not exist`, so that summaries are best written outside.
    """

    code = "HUB423"
    name = "untracked-resource"
    since = "0.1"
    applicability = "unsafe"
    severity = "error"
    targets = (2, 0)
    names = v1("saved_model.save")
    examples = (
        Example(
            before="""\
import tensorflow as tf

scale = tf.Variable(2.0)


@tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
def serve(x):
    return scale * x


module = tf.Module()
module.serve = serve
tf.saved_model.save(module, "model")
""",
            after="""\
import tensorflow as tf

scale = tf.Variable(2.0)


@tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
def serve(x):
    return scale * x


module = tf.Module()
module.serve = serve
module.scale = scale
tf.saved_model.save(module, "model")
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/guide/saved_model",
        "https://www.tensorflow.org/api_docs/python/tf/saved_model/save",
        "https://github.com/tensorflow/tensorflow/issues/42061",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report the first use of each such resource by what is saved."""
        del target
        source, call = use.source, use.call
        from hublint_rules.reusable.saved import saved_object

        saved = saved_object(source, call)
        if saved is None or saved.made is None or saved.kind is None:
            return
        judged: set[tuple[str, ast.AST]] = set()
        traced = _with_called(source, _exported(saved))
        for function in traced:
            for resource in _resources(saved, function, traced):
                if (resource.shown, resource.made) not in judged:
                    judged.add((resource.shown, resource.made))
                    yield _draft(saved, resource)


class _Resource(NamedTuple):
    """A resource that a function uses: where it is made, and its name, None if it is made within the function."""

    made: ast.Call
    names: frozenset[str]
    name: ast.Name | None
    scope: Scope | None

    @property
    def shown(self) -> str:
        return "" if self.name is None else self.name.id


def _draft(saved: SavedObject, resource: _Resource) -> Draft:
    if resource.name is None:
        message = (
            "a table that is made within a function cannot be saved; make it outside and assign it to an attribute"
        )
        return Draft(resource.made.func, message)
    shown = f"`{resource.shown}`"
    if resource.names <= _WRITERS:
        message = f"{shown} cannot write from a function that is saved; write summaries outside of it"
        return Draft(resource.name, message, partial(NoFix, "a writer that is saved does not exist when it is loaded"))
    if resource.names <= _AVERAGES:
        message = f"{shown} belongs to no attribute of the saved object; assign what `average` returns to attributes"
        return Draft(resource.name, message, partial(NoFix, "each average is a variable of its own"))
    message = f"{shown} belongs to no attribute of the saved object, whose functions use it; assign it to one"
    return Draft(resource.name, message, partial(_fix, saved, resource))


def _exported(saved: SavedObject) -> Iterator[FunctionDef]:
    """Yield the functions that the save certainly traces."""
    from hublint_rules.reusable.signatures import function_of, signatures

    for member in saved.members:
        if member.traced is not None and member.traced.exported and member.traced.function is not None:
            yield member.traced.function
    given = signatures(saved.source, saved.call)
    for entry in given.entries if given is not None else ():
        function, _ = function_of(saved.source, entry.value)
        if function is not None:
            yield function


def _with_called(source: Source, exported: Iterator[FunctionDef]) -> list[FunctionDef]:
    """Return functions and those of this file that they call by name, each once."""
    found: list[FunctionDef] = []
    waiting = list(exported)
    while waiting:
        function = waiting.pop(0)
        if function in found:
            continue
        found.append(function)
        for node in ast.walk(function):
            if isinstance(node, ast.Name) and node in source.index.calls:
                bindings = source.scope(node).visible(node.id, node)
                bound = bindings[0].value if len(bindings) == 1 else None
                if isinstance(bound, ast.FunctionDef):
                    waiting.append(bound)
    return found


def _resources(saved: SavedObject, function: FunctionDef, traced: list[FunctionDef]) -> Iterator[_Resource]:
    """Yield the resources that a function uses and that nothing tracks."""
    source = saved.source
    for node in ast.walk(function):
        names = source.resolve(node.func) if isinstance(node, ast.Call) else frozenset()
        if isinstance(node, ast.Call) and names and names <= _TABLES and _is_only_used(source, node):
            yield _Resource(node, names, None, None)
        if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load):
            continue
        scope = source.scope(node)
        bindings, owner = scope.visible(node.id, node), scope.owner(node.id)
        if len(bindings) != 1 or owner is None or _is_within(source, owner.node, traced):
            continue
        bound = bindings[0].value
        if bindings[0].kind == "assign" and isinstance(bound, ast.Call):
            names = _kind(source, bound)
            if names and not _may_be_tracked(saved, traced, node.id, owner, bound):
                yield _Resource(bound, names, node, owner)


def _is_within(source: Source, node: ast.AST, functions: list[FunctionDef]) -> bool:
    return node in functions or any(parent in functions for parent in source.ancestors(node))


def _kind(source: Source, made: ast.Call) -> frozenset[str]:
    """Return the names of what makes a resource; nothing if it is none."""
    names = source.resolve(made.func)
    known = (_TRACKABLE, _WRITERS, _AVERAGES)
    if names and any(names <= kind for kind in known):
        return names
    if names and all(name.endswith(_LOADED) or ".applications." in name for name in names):
        return names if all("keras" in name for name in names) else frozenset()
    return frozenset()


def _is_only_used(source: Source, made: ast.Call) -> bool:
    """Tell whether nothing but methods is asked of a table where it is made, or by the name that it gets there."""
    parent = source.parents[made]
    if isinstance(parent, ast.Attribute):
        return True
    if not isinstance(parent, ast.Assign) or not all(isinstance(target, ast.Name) for target in parent.targets):
        return False
    names = {target.id for target in parent.targets if isinstance(target, ast.Name)}
    return all(
        isinstance(source.parents[node], ast.Attribute)
        for scope, node in source.index.loads
        if node.id in names and any(binding.value is made for binding in scope.visible(node.id, node))
    )


def _may_be_tracked(saved: SavedObject, traced: list[FunctionDef], name: str, owner: Scope, made: ast.Call) -> bool:
    """Tell whether a resource may reach the saved object: it is assigned, handed to it, or to somebody unknown.

    What functions do with it while they are traced keeps nothing.
    """
    source = saved.source
    if saved.made is made:
        return True
    return any(
        node.id == name
        and scope.owner(name) is owner
        and not _is_within(source, node, traced)
        and _may_keep(source, node)
        for scope, node in source.index.loads
    )


def _may_keep(source: Source, node: ast.expr) -> bool:
    """Tell whether where an expression stands, it or a part of it may be kept: by a name, an attribute, a call."""
    from hublint_rules.reusable.functions import TF_FUNCTION
    from hublint_rules.reusable.saved import kind_of

    child: ast.AST = node
    for parent in source.ancestors(node):
        if isinstance(parent, ast.Call) and child is not parent.func:
            names = source.resolve(parent.func)
            if names and names <= TF_FUNCTION:
                return False
            if not names or kind_of(frozenset(f"{name}()" for name in names)) is not None:
                return True
        if isinstance(parent, (ast.BinOp, ast.Compare, ast.UnaryOp)):
            return False
        if isinstance(parent, ast.stmt):
            # The value of a loop or an assignment gets a name, and what is returned gets one elsewhere.
            return not isinstance(parent, (ast.Assert, ast.AugAssign, ast.Expr, ast.If, ast.While, ast.With))
        child = parent
    return True


def _fix(saved: SavedObject, resource: _Resource) -> Fix | NoFix:
    from hublint_rules.reusable.lines import line_before, line_behind

    source = saved.source
    attribute = resource.shown
    taken = {name for name, _ in saved.attributes} | {member.name for member in saved.members} | _TAKEN
    taken |= {part.name for each in saved.classes for part in each.body if isinstance(part, ast.FunctionDef)}
    if attribute in taken:
        return NoFix("the object has something else under that name")
    newline = source.text.newline
    inside = _object_of(saved, resource.scope)
    if inside is not None:
        place = line_behind(source, source.statement(resource.made))
        text = f"{newline}{{indent}}{inside}.{attribute} = {attribute}"
    elif isinstance(saved.node, ast.Name):
        scope = source.scope(saved.node)
        if scope.owner(attribute) is not resource.scope or len(scope.visible(attribute, saved.node)) != 1:
            return NoFix("it has no name where the object is saved")
        place = line_before(source, source.statement(saved.node))
        text = f"{saved.node.id}.{attribute} = {attribute}{newline}{{indent}}"
    else:
        return NoFix("the object has no name where it is saved")
    if place is None:
        return NoFix("the statement does not stand on lines of its own")
    at, indent = place
    edit = Edit(at, at, text.format(indent=indent))
    return Fix("unsafe", f"Assign `{attribute}` to an attribute", (edit,))


def _object_of(saved: SavedObject, scope: Scope | None) -> str | None:
    """Return what a method of the object's class, in which a resource has a local name, calls the object."""
    from hublint_rules.reusable.saved import first_parameter

    if scope is None or not isinstance(scope.node, ast.FunctionDef) or scope.parent is None:
        return None
    first = first_parameter(scope.node)
    return first.arg if first is not None and scope.parent.node in saved.classes else None
