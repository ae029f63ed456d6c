"""HUB404."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from hublint.rule import Draft, Edit, Example, Fix, NoFix, Rule
from hublint.source.use import argument
from hublint_rules.keras.flavours import are_keras_3, each_root, root_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use

# What Keras 2 asks for by the number of a call, and what Keras 3 has for the first one.
_BY_NUMBER: Final = {
    "get_input_at": "input",
    "get_output_at": "output",
    "get_input_shape_at": "input.shape",
    "get_output_shape_at": "output.shape",
    "get_input_mask_at": None,
    "get_output_mask_at": None,
}
# What layers had, and models still have.
_OF_LAYERS: Final = {"input_shape": "input.shape", "output_shape": "output.shape"}
# What a `Sequential` of Keras 3 has only once it was called on a symbolic tensor.
_OF_SEQUENTIAL: Final = ("input", "output")


class KerasNodeApi(Rule):
    """A Keras layer or model is asked for its tensors or shapes in a way that Keras 3 does not know.

    `layer.get_output_at(0)` and its five siblings are gone: `AttributeError: 'Dense' object has no attribute
    'get_output_at'`. So are `input_shape` and `output_shape` of layers, while models still have them. And a
    `Sequential` of Keras 3 has no `input` and `output`, even after training: `AttributeError: The layer sequential has
    never been called and thus has no defined input`.

    What the first call of a layer took and gave is `input` and `output` in both Keras 2 and 3, so the fix is safe for
    the number 0. Shapes come from these: `layer.output.shape`; that is unsafe, for a layer of several outputs has a
    list of them. For a `Sequential` it is the first of `inputs` and of `outputs`. There is no fix for another number
    than 0, and none for masks: keep what each call of the layer returned.
    """

    code = "HUB404"
    name = "keras-node-api"
    since = "0.1"
    applicability = "safe"
    severity = "error"
    targets = (2, 16)
    names = (
        *(f"*.{name}" for name in (*_BY_NUMBER, *_OF_LAYERS)),
        *each_root(*(f"Model().{name}" for name in _OF_SEQUENTIAL)),
    )
    requires = ("keras",)
    examples = (
        Example(
            before="""\
import tensorflow as tf

inputs = tf.keras.Input([3])
model = tf.keras.Model(inputs, tf.keras.layers.Dense(1, name="scores")(inputs))
features = model.get_layer("scores").get_output_at(0)
""",
            after="""\
import tensorflow as tf

inputs = tf.keras.Input([3])
model = tf.keras.Model(inputs, tf.keras.layers.Dense(1, name="scores")(inputs))
features = model.get_layer("scores").output
""",
        ),
        Example(
            before="""\
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
scores = tf.keras.layers.Softmax()(model.output)
""",
            after="""\
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
scores = tf.keras.layers.Softmax()(model.outputs[0])
""",
        ),
    )
    references = (
        "https://keras.io/guides/migrating_to_keras_3/",
        "https://www.tensorflow.org/hub/exporting_tf2_saved_model",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report the attribute of what is certainly a layer or model of Keras 3."""
        from hublint_rules.symbols.context import guarded

        node = use.node
        if not isinstance(node, ast.Attribute):
            return
        owner = _owner(use.source, node.value)
        if not owner.names and node.attr in _BY_NUMBER and _is_layer_of_some_model(use.source, node.value):
            # Nobody else has such methods; the file's Keras is TensorFlow's, or the package of that name.
            owner = _Owner(frozenset({"tensorflow.keras.layers.Layer()"}))
        if not owner.names or not are_keras_3(owner.names, target()) or guarded(use.source, node):
            return
        code = " ".join(use.source.code(node).split())
        if node.attr in _BY_NUMBER:
            if use.call is not None:
                new = _BY_NUMBER[node.attr]
                instead = f"write `{new}`" if new is not None else "keep what each call of the layer returned"
                message = f"`{code}` does not exist in Keras 3; {instead}"
                yield Draft(node, message, partial(_by_number, use.source, node, use.call, new))
        elif node.attr in _OF_LAYERS:
            if owner.is_layer:
                message = f"`{code}` of a layer does not exist in Keras 3; write `{_OF_LAYERS[node.attr]}`"
                yield Draft(node, message, partial(_attribute, use.source, node, _OF_LAYERS[node.attr], "unsafe"))
        elif _is_only_sequential(use.source, node.value):
            message = (
                f"`{code}` does not exist in Keras 3 as long as nothing calls the `Sequential`; write `{node.attr}s[0]`"
            )
            yield Draft(node, message, partial(_attribute, use.source, node, f"{node.attr}s[0]", "safe"))


class _Owner(NamedTuple):
    """What has an attribute: the names of Keras it comes from, and whether it is a model or certainly none."""

    names: frozenset[str]
    is_model: bool = False
    is_layer: bool = False


def _owner(source: Source, node: ast.expr) -> _Owner:
    """Return what an expression is, no names if it is not known to come from Keras.

    What `get_layer` gives and an item of `layers` may be a model that is used as a layer; among those that a loop over
    `layers` takes, one at least is not.
    """
    known = frozenset(name for name in source.resolve(node) if root_of(name) is not None)
    if known:
        if all(name.endswith(".Model()") for name in known):
            return _Owner(known, is_model=True)
        if all(name.endswith(".Model().get_layer()") for name in known):
            return _Owner(known, is_layer=_makes_one_model(source))
        return _Owner(known, is_layer=True) if all(_is_layer(name) for name in known) else _Owner(frozenset())
    looped = _looped_over(source, node) if isinstance(node, ast.Name) else None
    item = node.value if isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Slice) else None
    layers = looped if looped is not None else item
    if isinstance(layers, ast.Subscript) and isinstance(layers.slice, ast.Slice):
        layers = layers.value
    if isinstance(layers, ast.Attribute) and layers.attr == "layers":
        names = frozenset(name for name in source.resolve(layers.value) if root_of(name) is not None)
        if names and all(name.endswith(".Model()") for name in names):
            return _Owner(names, is_layer=looped is not None or _makes_one_model(source))
    return _Owner(frozenset())


def _is_layer_of_some_model(source: Source, node: ast.expr) -> bool:
    """Tell whether an expression is a layer of an object from elsewhere, in a file that does not name `tf_keras`."""
    from hublint_rules.origins import only_origins

    if b"tf_keras" in source.text.utf8:
        return False
    looped = _looped_over(source, node) if isinstance(node, ast.Name) else None
    made = [looped] if looped is not None else only_origins(source, node)
    return bool(made) and all(_is_taken_from_a_model(source, one, looped=looped is not None) for one in made)


def _is_taken_from_a_model(source: Source, node: ast.expr, *, looped: bool) -> bool:
    """Tell whether an expression is `model.get_layer(...)` or `model.layers[...]` of nothing that is known better."""
    outer: ast.expr | None = node if looped else None
    if isinstance(node, ast.Subscript):
        outer = node.value
    elif isinstance(node, ast.Call):
        outer = node.func
    asked = "get_layer" if isinstance(node, ast.Call) else "layers"
    return (
        isinstance(outer, ast.Attribute)
        and outer.attr == asked
        and not any(root_of(name) for name in source.resolve(outer.value))
    )


def _makes_one_model(source: Source) -> bool:
    """Tell whether there is no second model in the file, that could be a layer of the first."""
    found = 0
    for call in source.index.calls.values():
        found += any(root_of(name) is not None and name.endswith(".Model()") for name in source.resolve(call))
    return found < 2


def _is_layer(name: str) -> bool:
    root = root_of(name)
    # A class of this file that is derived from `Layer` may have such attributes of its own.
    made = root is not None and name.startswith(f"{root}.layers.") and name.endswith("()") and name.count("(") == 1
    return made and not name.endswith((".Layer()", ".Wrapper()"))


def _looped_over(source: Source, node: ast.Name) -> ast.expr | None:
    """Return what a `for` loop or a comprehension goes over whose target is the name, if nothing else binds it."""
    owner = source.scope(node).owner(node.id)
    bindings = owner.bindings.get(node.id, []) if owner is not None else []
    if len(bindings) != 1:
        return None
    target = bindings[0].node
    loop = source.parents.get(target)
    if isinstance(loop, (ast.For, ast.comprehension)) and loop.target is target:
        return loop.iter
    return None


def _is_only_sequential(source: Source, model: ast.expr) -> bool:
    """Tell whether a model is a `Sequential` that knows its input's shape and that nothing has called yet."""
    from hublint_rules.keras.models import graph_of, maker_kind, makers
    from hublint_rules.origins import calls_of_result

    made = makers(source, model)
    if len(made) != 1 or maker_kind(source, made[0]) != "Sequential" or graph_of(source, model) is None:
        return False
    maker, scope = made[0], source.scope(model)
    return isinstance(maker, ast.Call) and not any(
        call.lineno <= model.lineno or source.scope(call) is not scope for call in calls_of_result(source, maker)
    )


def _by_number(source: Source, node: ast.Attribute, call: ast.Call, new: str | None) -> Fix | NoFix:
    number = argument(call, 0, "node_index")
    if new is None:
        return NoFix("Keras 3 keeps no masks of the calls of a layer")
    if not (isinstance(number, ast.Constant) and number.value == 0):
        return NoFix("Keras 3 tells only what the first call of a layer took and gave")
    if _may_be_sequential(source, node.value):
        attribute, dot, rest = new.partition(".")
        new = f"{attribute}s[0]{dot}{rest}"
    applicability = "unsafe" if new.endswith(".shape") else "safe"
    fix = _attribute(source, node, new, applicability)
    if not isinstance(fix, Fix):
        return fix
    end = source.span(node)[1]
    return fix._replace(edits=(*fix.edits, Edit(end, source.span(call)[1], "")))


def _may_be_sequential(source: Source, node: ast.expr) -> bool:
    """Tell whether an expression is a model that may be a `Sequential`, which has `outputs` and no `output`."""
    from hublint_rules.keras.models import graph_of

    return _owner(source, node).is_model and graph_of(source, node) != ("input", "output")


def _attribute(source: Source, node: ast.Attribute, new: str, applicability: str) -> Fix | NoFix:
    """Write another attribute behind the same expression."""
    end = source.span(node)[1]
    start = end - len(node.attr)
    if source.text.utf8[start:end].decode() != node.attr:
        return NoFix("the name is written in a way that hublint does not rewrite")
    return Fix("safe" if applicability == "safe" else "unsafe", f"Write `{new}`", (Edit(start, end, new),))
