"""HUB422."""

from __future__ import annotations

import ast
import re
from functools import partial
from typing import TYPE_CHECKING

from hublint.rule import Draft, Edit, Example, Fix, NoFix, Rule, v1
from hublint.source.use import argument, unpacks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use
    from hublint_rules.reusable.saved import SavedObject, Tracked

_LISTS = frozenset({"non_trainable_variables", "trainable_variables", "variables"})
_MODULE = frozenset(v1("Module"))
_KEEPING = v1("Module", "__internal__.tracking.AutoTrackable", "train.Checkpoint")
_VARIABLES = frozenset(v1("Variable"))
_OF_MODULE = frozenset({"name", "name_scope", "submodules", "with_name_scope", "_flatten"})
_OF_CHECKPOINT = frozenset({"read", "restore", "save", "save_counter", "sync", "write"})
_VALUES = frozenset({"numpy", "read_value", "value"})
_REGULARIZERS = r"(tensorflow\.|tensorflow\.compat\.v1\.|tf_)?keras\.regularizers\.\w+"
_TENSORS = (
    r"tensorflow\.(compat\.v1\.)?((nn|math|linalg)\.\w+|reduce_\w+|abs|add|add_n|cast|concat|constant|convert_to_tensor"
    r"|identity|matmul|multiply|norm|ones|reshape|sqrt|square|stack|zeros)"
)

# Words by which a file says that somebody else is to fine-tune its model; that it loads one itself is not enough.
_SHARED = rb"(?i)tensorflow[ -]hub|\btf[ _-]?hub(?!\.dev)|\bKerasLayer\b|\bfine[ _-]?tun"


class ReusableInterface(Rule):
    """What a reusable SavedModel says of its variables and losses is missing, or of a kind that nobody can read.

    Whoever fine-tunes a SavedModel reads three lists: `variables`, `trainable_variables` and `regularization_losses`,
    functions without arguments that each compute a loss. Measured with `hub.KerasLayer(..., trainable=True)`:

    - A `tf.Module` finds its variables by itself, for which it has properties. They cannot be set: `AttributeError:
      property 'variables' of 'MyMulModel' object has no setter` (before Python 3.11: `can't set attribute`).
    - Nor are they saved. What is loaded has no `trainable_variables`, and the layer trains nothing, without a word. So
      does a `tf.train.Checkpoint` without the lists. The rule says so where a file speaks of TensorFlow Hub or of
      fine-tuning, unless the purpose of the target is to serve.
    - A loss that is a tensor, a Python function or a Keras regularizer is left out without a word. A function that
      stands in no list raises `TypeError: 'RestoredFunction' object is not iterable`.
    - A number, an array or a tensor among the variables is left out without a word.

    The fix derives the class from `tf.train.Checkpoint`, which keeps what is set on it; saves a checkpoint with the
    lists and the `__call__` of a module; sets the lists where a checkpoint makes its variables; makes losses functions
    that TensorFlow knows of; and lists a variable instead of its value. It is unsafe, as the model then trains what it
    did not train before. There is none where a class uses what only a `tf.Module` has, or it is not to be seen which
    variables there are.
    """

    code = "HUB422"
    name = "reusable-interface"
    since = "0.1"
    applicability = "unsafe"
    targets = (2, 0)
    names = (*_KEEPING, *v1("saved_model.save"))
    examples = (
        Example(
            before="""\
import tensorflow as tf


class MyMulModel(tf.Module):
    def __init__(self, v_init):
        super().__init__()
        self.v = tf.Variable(v_init)
        self.variables = [self.v]
        self.trainable_variables = [self.v]
        self.regularization_losses = [lambda: 0.001 * self.v**2]
""",
            after="""\
import tensorflow as tf


class MyMulModel(tf.train.Checkpoint):
    def __init__(self, v_init):
        super().__init__()
        self.v = tf.Variable(v_init)
        self.variables = [self.v]
        self.trainable_variables = [self.v]
        self.regularization_losses = [tf.function(lambda: 0.001 * self.v**2, input_signature=[])]
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/hub/reusable_saved_models",
        "https://www.tensorflow.org/hub/common_issues",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Judge a class where it is derived, an object where it is made or saved."""
        from hublint_rules.reusable.saved import Tracked, saved_object

        source, node, call = use.source, use.node, use.call
        if use.name.endswith("saved_model.save"):
            saved = saved_object(source, call)
            if saved is not None and target().purpose == "reuse" and _is_shared(source):
                yield from _unlisted(saved)
            return
        if not isinstance(node, ast.expr):
            return
        is_module = use.names <= _MODULE
        if call is not None:
            yield from _judge(source, Tracked(source, call), node, is_module=is_module)
        parent = source.parents.get(node)
        if isinstance(parent, ast.ClassDef) and node in parent.bases:
            from hublint_rules.reusable.saved import lineage

            for definition in source.index.scopes:
                if isinstance(definition, ast.ClassDef) and parent in lineage(source, definition):
                    yield from _judge(source, Tracked(source, node, definition), node, is_module=is_module)


def _is_shared(source: Source) -> bool:
    """Tell whether the file says that somebody else is to fine-tune its model; looked up once."""
    known: bool | None = source.notes.get("HUB422")
    if known is None:
        known = source.notes["HUB422"] = re.search(_SHARED, source.text.utf8) is not None
    return known


def _judge(source: Source, thing: Tracked, origin: ast.expr, *, is_module: bool) -> Iterator[Draft]:
    """Judge what is set on an object, or on the objects of a class by its own methods."""
    from hublint_rules.origins import class_of

    own = {part.name for each in thing.classes for part in each.body if isinstance(part, ast.FunctionDef)}
    for node, value in thing.places:
        name = node.attr
        if name in own or (thing.classes and class_of(source, node) is not thing.classes[0]):
            continue
        if name in _LISTS and is_module:
            message = f"`{source.code(node)}` cannot be set on a `tf.Module`; derive from `tf.train.Checkpoint`"
            if not thing.classes:
                message = f"`{source.code(node)}` cannot be set on a `tf.Module`; make a `tf.train.Checkpoint`"
            yield Draft(node, message, partial(_as_checkpoint, source, thing, origin))
        if value is not None and name in _LISTS:
            yield from _not_variables(source, value)
        elif value is not None and name == "regularization_losses":
            yield from _not_losses(source, value)


def _as_checkpoint(source: Source, thing: Tracked, origin: ast.expr) -> Fix | NoFix:
    """Write `tf.train.Checkpoint` for the base class, or for what is made."""
    from hublint_rules.symbols.spelling import replacement, spell

    if len(thing.classes) > 1 or (thing.classes and len(thing.classes[0].bases) != 1):
        return NoFix("the class is derived from others too")
    if thing.made is not None and (thing.made.args or thing.made.keywords):
        return NoFix("a `tf.train.Checkpoint` takes other arguments")
    for node in ast.walk(thing.classes[0]) if thing.classes else ():
        if isinstance(node, ast.Attribute) and node.attr in _OF_MODULE:
            return NoFix("the class uses what only a `tf.Module` has")
        if isinstance(node, ast.Attribute) and node.attr in _OF_CHECKPOINT and isinstance(node.ctx, ast.Store):
            return NoFix("a `tf.train.Checkpoint` has something else under a name that the class sets")
        if isinstance(node, ast.Call) and _initializes(node) and (node.args or node.keywords):
            return NoFix("a `tf.train.Checkpoint` takes other arguments")
    spelled = spell(source, "tensorflow.train.Checkpoint", source.scope(origin), origin)
    edits = None if spelled is None else replacement(source, origin, spelled.text)
    if spelled is None or edits is None:
        return NoFix("the base class is written in a way that hublint does not rewrite")
    return Fix("unsafe", "Derive from `tf.train.Checkpoint`, which keeps what is set on it", edits, spelled.imports)


def _initializes(call: ast.Call) -> bool:
    return (
        isinstance(call.func, ast.Attribute)
        and call.func.attr == "__init__"
        and (isinstance(call.func.value, ast.Call) and getattr(call.func.value.func, "id", None) == "super")
    )


def _elements(value: ast.expr) -> list[ast.expr]:
    if isinstance(value, (ast.List, ast.Tuple)):
        return value.elts
    return [value.elt] if isinstance(value, ast.ListComp) else []


def _not_variables(source: Source, value: ast.expr) -> Iterator[Draft]:
    for element in _elements(value):
        method = (
            element.func.attr if isinstance(element, ast.Call) and isinstance(element.func, ast.Attribute) else None
        )
        asked = isinstance(element, ast.Call) and method in _VALUES and not element.args and not element.keywords
        if asked or isinstance(element, (ast.Constant, ast.BinOp)) or _makes_a_tensor(source, element):
            code = " ".join(source.code(element).split())
            message = f"`{code}` is no variable, and will be left out without a word; list the variable itself"
            yield Draft(element, message, partial(_the_variable, source, element) if asked else None)


def _the_variable(source: Source, element: ast.expr) -> Fix | NoFix:
    assert isinstance(element, ast.Call)  # noqa: S101 - it asks for a value
    assert isinstance(element.func, ast.Attribute)  # noqa: S101 - of that
    start, end = source.span(element.func.value)[1], source.span(element)[1]
    if b"#" in source.text.utf8[start:end]:
        return NoFix("a comment stands in the expression")
    return Fix("unsafe", "List the variable", (Edit(start, end, ""),))


def _makes_a_tensor(source: Source, element: ast.expr) -> bool:
    """Tell whether an element is certainly what a function of TensorFlow computes."""
    names = source.resolve(element.func) if isinstance(element, ast.Call) else frozenset()
    return bool(names) and all(re.fullmatch(_TENSORS, name) for name in names)


def _not_losses(source: Source, value: ast.expr) -> Iterator[Draft]:
    from hublint_rules.reusable.signatures import plain_of, traced_of

    if traced_of(source, value) is not None:
        message = "`regularization_losses` is one function, which nobody can iterate over; put it into a list"
        start, end = source.span(value)
        edits = (Edit(start, start, "["), Edit(end, end, "]"))
        yield Draft(value, message, lambda: Fix("unsafe", "Put it into a list", edits))
    for element in _elements(value):
        code = " ".join(source.code(element).split())
        shown = f"`{code}`" if len(code) <= 60 else "a regularization loss"
        names = source.resolve(element.func) if isinstance(element, ast.Call) else frozenset()
        if plain_of(source, element) is not None:
            message = f"{shown} is a Python function, which is not saved as a loss; make it a `tf.function`"
            yield Draft(element, message, partial(_as_function, source, value, element, code=None))
        elif names and all(re.fullmatch(_REGULARIZERS, name) for name in names):
            message = f"{shown} is no loss by itself and will be left out; list a `tf.function` that computes the loss"
            yield Draft(element, message, partial(NoFix, "which weights it is for is the author's to say"))
        elif isinstance(element, (ast.BinOp, ast.Constant)) or _makes_a_tensor(source, element):
            message = (
                f"{shown} is no function, and will be left out without a word; list a `tf.function` that computes it"
            )
            yield Draft(element, message, partial(_as_function, source, value, element, code="lambda: "))


def _as_function(source: Source, value: ast.expr, element: ast.expr, code: str | None) -> Fix | NoFix:
    """Make a loss a `tf.function` without arguments; an expression is computed anew each time."""
    from hublint_rules.symbols.spelling import spell

    if isinstance(value, ast.ListComp) or any(isinstance(p, (ast.For, ast.While)) for p in source.ancestors(value)):
        return NoFix("in a loop, all of the functions would compute the last loss")
    names = [node for node in ast.walk(element) if isinstance(node, ast.Name)]
    for name in names:
        owner = source.scope(name).owner(name.id)
        if owner is not None and owner.kind == "function" and len(owner.bindings[name.id]) > 1:
            return NoFix("the loss uses a name that means several things")
    spelled = spell(source, "tensorflow.function", source.scope(value), value)
    if spelled is None:
        return NoFix("no name for TensorFlow is free here")
    start, end = source.span(element)
    edits = (Edit(start, start, f"{spelled.text}({code or ''}"), Edit(end, end, ", input_signature=[])"))
    return Fix("unsafe", "Make the loss a `tf.function`", edits, spelled.imports)


def _unlisted(saved: SavedObject) -> Iterator[Draft]:
    """Report an object with a `__call__` and variables that is saved without saying which these are."""
    source = saved.source
    call = saved.member("__call__")
    if saved.made is None or call is None or call.traced is None or saved.kind is None:
        return
    attributes = saved.attributes
    variables = [name for name, value in attributes if _is_variable(source, value)]
    if not variables or {name for name, _ in attributes} & _LISTS or saved.is_seen_elsewhere(calls=False):
        return
    code = " ".join(source.code(saved.node).split())
    if saved.kind == "Module":
        message = f"`{code}` is saved without its `trainable_variables`; save a `tf.train.Checkpoint` that lists them"
        yield Draft(saved.node, message, partial(_wrapped, saved))
    else:
        message = f"`{code}` is saved without a list of its variables; set `variables` and `trainable_variables` on it"
        yield Draft(saved.node, message, partial(_listed, saved, variables))


def _is_variable(source: Source, value: ast.expr) -> bool:
    names = source.resolve(value.func) if isinstance(value, ast.Call) else frozenset()
    return bool(names) and names <= _VARIABLES


def _wrapped(saved: SavedObject) -> Fix | NoFix:
    """Save a checkpoint that has the module, its lists and its `__call__`."""
    from hublint_rules.reusable.lines import line_before
    from hublint_rules.symbols.spelling import spell

    source, node = saved.source, saved.node
    if not isinstance(node, ast.Name):
        return NoFix("the object has no name where it is saved")
    statement = source.statement(node)
    place = line_before(source, statement)
    spelled = spell(source, "tensorflow.train.Checkpoint", source.scope(node), node)
    if place is None:
        return NoFix("the statement does not stand on lines of its own")
    if spelled is None or any("reusable" in scope.bindings for scope in source.index.scopes.values()):
        return NoFix("the name `reusable` is taken")
    at, indent = place
    lines = (
        f"reusable = {spelled.text}({node.id}={node.id})",
        f"reusable.variables = list({node.id}.variables)",
        f"reusable.trainable_variables = list({node.id}.trainable_variables)",
        "reusable.regularization_losses = []",
        f"reusable.__call__ = {node.id}.__call__",
    )
    text = "".join(f"{line}{source.text.newline}{indent}" for line in lines)
    edits = (Edit(at, at, text), Edit(*source.span(node), "reusable"))
    return Fix("unsafe", "Save a checkpoint that lists the module's variables", edits, spelled.imports)


def _listed(saved: SavedObject, variables: list[str]) -> Fix | NoFix:
    """Set the lists behind the last variable that the class makes, where it makes all of them in its `__init__`."""
    from hublint_rules.reusable.lines import line_behind
    from hublint_rules.reusable.saved import first_parameter

    source = saved.source
    method = (
        next((p for p in saved.classes[0].body if getattr(p, "name", "") == "__init__"), None)
        if (len(saved.classes) == 1)
        else None
    )
    first = first_parameter(method) if isinstance(method, ast.FunctionDef) else None
    if method is None or first is None or not isinstance(method, ast.FunctionDef):
        return NoFix("it is not to be seen in one place which variables there are")
    made = [part for part in method.body if isinstance(part, ast.Assign) and _is_variable(source, part.value)]
    if len(made) != len(variables) or len(saved.attributes) != len(variables):
        return NoFix("it is not to be seen in one place which variables there are")
    place = line_behind(source, made[-1])
    if place is None:
        return NoFix("the statement does not stand on lines of its own")
    at, indent = place
    names = [source.code(part.targets[0]) for part in made]
    trained = [_is_trained(part.value) for part in made]
    if None in trained:
        return NoFix("it is not to be seen which of the variables can be trained")
    lists = {"variables": names, "trainable_variables": [name for name, yes in zip(names, trained, strict=True) if yes]}
    newline = source.text.newline
    text = "".join(f"{newline}{indent}{first.arg}.{name} = [{', '.join(listed)}]" for name, listed in lists.items())
    return Fix("unsafe", "List the variables", (Edit(at, at, text),))


def _is_trained(made: ast.expr) -> bool | None:
    """Tell whether a variable can be trained, None if that is not to be seen."""
    if not isinstance(made, ast.Call) or unpacks(made):
        return None
    trainable = argument(made, 1, "trainable")
    if trainable is None:
        return True
    return bool(trainable.value) if isinstance(trainable, ast.Constant) else None
