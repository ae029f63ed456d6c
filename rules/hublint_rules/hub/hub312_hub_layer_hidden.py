"""HUB312."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from hublint.rule import Draft, Edit, Example, Fix, NoFix, Rule
from hublint.source.use import argument

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use


class HubLayerHidden(Rule):
    """A `hub.KerasLayer` that is to be trained is called inside a `Lambda` layer, which hides its weights.

    Keras does not look into a function: the model lists none of the layer's weights and `fit` leaves them as they were,
    without a word, in Keras 2 and 3 alike. With Keras 3 the `Lambda` is a way round the error of HUB310 that works for
    a layer that stays as it is. One that is not told to be trained is therefore not reported.

    The fix puts the layer itself in the place of the `Lambda`, and for Keras 3 moves the whole file to Keras 2, as that
    of HUB310 does. It is unsafe because the layer is trained from then on, with the regularizers that come with it.
    There is none where the function does more than to call the layer, or the `Lambda` has more arguments.
    """

    code = "HUB312"
    name = "hub-layer-hidden"
    since = "0.1"
    applicability = "unsafe"
    severity = "error"
    targets = (2, 0)
    names = ("tensorflow_hub.KerasLayer",)
    requires = ("Lambda",)
    examples = (
        Example(
            before="""\
import tensorflow as tf
import tensorflow_hub as hub

embed = hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/2", trainable=True)
model = tf.keras.Sequential([tf.keras.layers.Lambda(lambda x: embed(x)), tf.keras.layers.Dense(1)])
""",
            after="""\
import tensorflow as tf
import tensorflow_hub as hub

embed = hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/2", trainable=True)
model = tf.keras.Sequential([embed, tf.keras.layers.Dense(1)])
""",
            target="tf=2.15",
        ),
        Example(
            before="""\
import tensorflow as tf
import tensorflow_hub as hub

inputs = tf.keras.Input((), dtype=tf.string)
embed = hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/2", trainable=True)
vectors = tf.keras.layers.Lambda(lambda text: embed(text))(inputs)
""",
            after="""\
import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf
import tensorflow_hub as hub

inputs = tf.keras.Input((), dtype=tf.string)
embed = hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/2", trainable=True)
vectors = embed(inputs)
""",
        ),
    )
    references = (
        "https://keras.io/api/layers/core_layers/lambda/",
        "https://github.com/tensorflow/tensorflow/issues/63085",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report each `Lambda` that calls a layer which is to be trained."""
        source, made = use.source, use.call
        if made is None:
            return
        from hublint_rules.hub.layers import is_trained

        for hidden in _hidden(source, made):
            if not is_trained(source, made):
                return
            inner = " ".join(source.code(hidden.layer).split())
            message = f"a `Lambda` hides the weights of `{inner}`, so that nothing trains them; put in the layer itself"
            yield Draft(hidden.call.func, message, lambda hidden=hidden: _fix(source, hidden, target()))  # type: ignore[misc]


class _Hidden(NamedTuple):
    """A `Lambda`, the Keras packages it is from, and the layer that it calls; `plain` if it does only that."""

    call: ast.Call
    roots: frozenset[str]
    layer: ast.expr
    plain: bool


def _hidden(source: Source, made: ast.Call) -> Iterator[_Hidden]:
    from hublint_rules.hub.layers import KERAS
    from hublint_rules.origins import origins

    for function, call in source.index.calls.items():
        names = source.resolve(function)
        roots = frozenset(root for root in KERAS if f"{root}.layers.Lambda" in names)
        given = argument(call, 0, "function") if roots and len(roots) == len(names) else None
        if given is None:
            continue
        body = _body(source, given)
        if body is None:
            if isinstance(given, (ast.Attribute, ast.Call, ast.Name)) and origins(source, given) == [made]:
                yield _Hidden(call, roots, given, plain=True)
            continue
        inner = [
            node
            for node in ast.walk(body)
            if isinstance(node, ast.Call)
            and isinstance(node.func, (ast.Attribute, ast.Call, ast.Name))
            and origins(source, node.func) == [made]
        ]
        if inner:
            plain = isinstance(given, ast.Lambda) and given.body is inner[0] and _hands_on(given, inner[0])
            yield _Hidden(call, roots, inner[0].func, plain=plain)


def _body(source: Source, given: ast.expr) -> ast.AST | None:
    """Return the function of a `Lambda` that is written in this file, None if it is something else."""
    if isinstance(given, ast.Lambda):
        return given.body
    definitions = list(source.definitions(given)) if isinstance(given, ast.Name) else []
    return definitions[0] if len(definitions) == 1 and isinstance(definitions[0], ast.FunctionDef) else None


def _hands_on(function: ast.Lambda, call: ast.Call) -> bool:
    """Tell whether a function calls something with its one parameter and nothing else."""
    arguments = function.args
    names = [given.id for given in call.args if isinstance(given, ast.Name)]
    parameters = [parameter.arg for parameter in (*arguments.posonlyargs, *arguments.args)]
    others = arguments.vararg or arguments.kwarg or arguments.kwonlyargs or call.keywords
    return len(parameters) == 1 and names == parameters and len(call.args) == 1 and not others


def _fix(source: Source, hidden: _Hidden, target: Target) -> Fix | NoFix:
    from hublint_rules.hub.legacy_keras import BEFORE_ALL_OTHERS, moved
    from hublint_rules.keras.flavours import is_keras_3

    if not hidden.plain:
        return NoFix("the function does more than to call the layer")
    if len(hidden.call.args) + len(hidden.call.keywords) > 1:
        return NoFix("the `Lambda` has more arguments, which the layer may need too")
    edits: tuple[Edit, ...] = (Edit(*source.span(hidden.call), source.code(hidden.layer)),)
    stage = 0
    if any(is_keras_3(root, target) for root in hidden.roots):
        legacy = moved(source, target)
        if isinstance(legacy, NoFix):
            return legacy
        edits += legacy
        stage = BEFORE_ALL_OTHERS
    return Fix("unsafe", "Put the layer itself in the place of the `Lambda`", edits, stage=stage)
