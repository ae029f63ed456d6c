"""HUB407."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING

from hublint.rule import Draft, Edit, Example, Fix, NoFix, Rule
from hublint_rules.keras.flavours import are_keras_3, each_root

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use

_OWN = frozenset({"from_config", "get_config"})
# What Keras 3 hands to `__init__` besides a layer's own arguments when it makes it from its configuration.
_GIVEN = frozenset({"dtype", "name", "trainable"})


class LayerWithoutKeywords(Rule):
    """A layer of one's own takes no `**kwargs`, and Keras 3 cannot load a file that holds it.

    Keras 3 writes the arguments of such a layer down by itself, with its `trainable` and `dtype`, and gives all of them
    back to `__init__` when the file is loaded. For HDF5 that ends with `TypeError: Error when deserializing class
    'Scale' using config={'scale': 2.0, 'trainable': True, 'dtype': 'float32'}. Exception encountered: Scale.__init__()
    got an unexpected keyword argument 'trainable'`, for `.keras` files with `TypeError: <class
    'keras.src.models.functional.Functional'> could not be deserialized properly`. Saving raises nothing. Keras 2 and
    tf_keras drop what `__init__` does not take.

    The rule speaks up where the same file saves a model as HDF5 or `.keras`. The fix takes `**kwargs` and hands them to
    the base class. It is safe: nobody who did not give such arguments sees a difference. There is none where
    `super().__init__()` is not called in the plain way.
    """

    code = "HUB407"
    name = "layer-without-keywords"
    since = "0.1"
    applicability = "safe"
    severity = "error"
    targets = (2, 16)
    names = each_root("Layer", "layers.Layer")
    requires = ("__init__", "save")
    examples = (
        Example(
            before="""\
import tensorflow as tf


class Scale(tf.keras.layers.Layer):
    def __init__(self, scale):
        super().__init__()
        self.scale = scale

    def call(self, inputs):
        return inputs * self.scale


features = tf.keras.Input([3])
tf.keras.Model(features, Scale(2.0)(features)).save("model.keras")
""",
            after="""\
import tensorflow as tf


class Scale(tf.keras.layers.Layer):
    def __init__(self, scale, **kwargs):
        super().__init__(**kwargs)
        self.scale = scale

    def call(self, inputs):
        return inputs * self.scale


features = tf.keras.Input([3])
tf.keras.Model(features, Scale(2.0)(features)).save("model.keras")
""",
        ),
    )
    references = ("https://keras.io/guides/serialization_and_saving/",)

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report the `__init__` of a class that is derived from `Layer`."""
        source = use.source
        defined = source.parents.get(use.node)
        if (
            not isinstance(defined, ast.ClassDef)
            or use.node not in defined.bases
            or not are_keras_3([use.name], target())
        ):
            return
        methods = {part.name: part for part in defined.body if isinstance(part, ast.FunctionDef)}
        init = methods.get("__init__")
        if init is None or init.args.kwarg is not None or _OWN & methods.keys():
            return
        if len(defined.bases) > 1 or {"dtype", "trainable"} <= _parameters(init):
            return
        from hublint_rules.keras.heads import saves

        if any(written != "SavedModel" for _, written in saves(source, target())):
            message = f"`{defined.name}` cannot be loaded from a Keras file; take `**kwargs` and hand them to the base"
            yield Draft(_place(source, init), message, partial(_fix, source, defined, init))


def _parameters(function: ast.FunctionDef) -> set[str]:
    arguments = function.args
    return {one.arg for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}


def _place(source: Source, init: ast.FunctionDef) -> ast.stmt:
    """Return the first statement of a method, where its base class is most often called."""
    return _call_of_base(source, init) or init.body[0]


def _call_of_base(source: Source, init: ast.FunctionDef) -> ast.Expr | None:
    """Return the one statement `super().__init__(...)`, or the same in the manner of Python 2."""
    found = [
        node
        for node in ast.walk(init)
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Attribute)
        and node.value.func.attr == "__init__"
        and isinstance(node.value.func.value, ast.Call)
        and isinstance(node.value.func.value.func, ast.Name)
        and node.value.func.value.func.id == "super"
    ]
    return found[0] if len(found) == 1 and source.parents[found[0]] is init else None


def _fix(source: Source, defined: ast.ClassDef, init: ast.FunctionDef) -> Fix | NoFix:
    statement = _call_of_base(source, init)
    if statement is None or not isinstance(statement.value, ast.Call):
        return NoFix("`super().__init__()` is not called once, as a statement of its own")
    call = statement.value
    if any(keyword.arg is None for keyword in call.keywords) or any(isinstance(v, ast.Starred) for v in call.args):
        return NoFix("`super().__init__()` is given unknown arguments already")
    said = _GIVEN & ({keyword.arg for keyword in call.keywords} - _parameters(init))
    if said:
        return NoFix(f"`super().__init__()` is given `{min(said)}`, which the file would give it again")
    if any(isinstance(node, ast.Name) and node.id == "kwargs" for node in ast.walk(init)):
        return NoFix("`kwargs` has another meaning in `__init__`")
    from hublint_rules.keras.arguments import Arguments

    parameters = [*init.args.posonlyargs, *init.args.args, *init.args.kwonlyargs]
    defaults = [value for value in (*init.args.defaults, *init.args.kw_defaults) if value is not None]
    nodes: list[ast.arg | ast.expr] = [*parameters, *defaults, *_annotations(parameters)]
    ends = [_end(source, node) for node in nodes]
    if not ends or init.args.vararg is not None:
        return NoFix("the parameters of `__init__` are unusual")
    try:
        adding = Arguments(source, call).adding("**kwargs")
    except ValueError as error:
        return NoFix(str(error))
    end = max(ends)
    behind = Edit(end, end, f",{_between(source, parameters[-1])}**kwargs")
    return Fix("safe", f"Let `{defined.name}` take what Keras gives it", (behind, *adding))


def _between(source: Source, last: ast.arg) -> str:
    """Return what stands between two parameters: a new line where the last one has its own."""
    row = last.lineno
    before = source.text.line(row)[: last.col_offset]
    return source.text.newline + before if not before.strip() else " "


def _annotations(parameters: list[ast.arg]) -> Iterator[ast.expr]:
    for parameter in parameters:
        if parameter.annotation is not None:
            yield parameter.annotation


def _end(source: Source, node: ast.arg | ast.expr) -> int:
    return source.text.offset(node.end_lineno or 0, node.end_col_offset or 0)
