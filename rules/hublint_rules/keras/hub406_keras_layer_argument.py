"""HUB406."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING, Final

from hublint.rule import Draft, Edit, Example, Fix, NoFix, Rule
from hublint.source.use import argument
from hublint_rules.keras.flavours import each_root, is_keras_3, root_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use

_LAYERS: Final = (
    *("Activation", "ActivityRegularization", "AlphaDropout", "AveragePooling1D", "AveragePooling2D", "AvgPool2D"),
    *("BatchNormalization", "Bidirectional", "Conv1D", "Conv2D", "Conv2DTranspose", "Conv3D", "ConvLSTM2D"),
    *("Convolution2D", "Cropping2D", "Dense", "DepthwiseConv2D", "Dropout", "ELU", "Embedding", "Flatten", "GRU"),
    *("GaussianDropout", "GaussianNoise", "GlobalAveragePooling1D", "GlobalAveragePooling2D", "GlobalMaxPooling1D"),
    *("GlobalMaxPooling2D", "LSTM", "Lambda", "LayerNormalization", "LeakyReLU", "Masking", "MaxPool1D", "MaxPool2D"),
    *("MaxPooling1D", "MaxPooling2D", "PReLU", "Permute", "RNN", "ReLU", "RepeatVector", "Reshape", "SeparableConv1D"),
    *("SeparableConv2D", "SimpleRNN", "SpatialDropout1D", "SpatialDropout2D", "TimeDistributed", "UpSampling2D"),
    "ZeroPadding2D",
)
_OF_LAYERS = each_root(*(f"layers.{name}" for name in _LAYERS))
_INPUTS = each_root("Input", "layers.Input")
_INPUT_LAYERS = each_root("layers.InputLayer")
_MODELS = each_root("Model", "models.Model")

# Those of them that take `input_length`, which with `input_dim` is the shape of what they take.
_RECURRENT = frozenset({"GRU", "LSTM", "RNN", "SimpleRNN"})

# What only some layers still take, or none.
_GONE: Final = {
    "batch_input_shape": frozenset[str](),
    "dynamic": frozenset[str](),
    "fused": frozenset[str](),
    "input_length": frozenset(("Embedding",)),
    "time_major": frozenset[str](),
    "virtual_batch_size": frozenset[str](),
    "weights": frozenset(("Bidirectional", "Embedding")),
}
# What Keras 3 does anyhow.
_PLAIN: Final = (("dynamic", False), ("time_major", False), ("virtual_batch_size", None), ("fused", None))


class KerasLayerArgument(Rule):
    """A layer, an input or a model is made with an argument that the target's Keras does not take.

    Keras 3 raises `ValueError: Unrecognized keyword arguments passed to Dense: {'batch_input_shape': (None, 3)}`, and
    the same for `weights`, `dynamic`, `fused`, `time_major` and `virtual_batch_size`, and for `input_length` of
    recurrent layers; `input_shape` and `input_dim` are still taken. A shape has to be a tuple: `Input(3)` is
    `ValueError: Cannot convert '3' to a shape`, and `Input(batch_input_shape=...)` `TypeError: Input() got an
    unexpected keyword argument`. `Model(input=..., output=...)`, the names of Keras 1, is refused by Keras 2, too
    (`TypeError: ('Keyword argument not understood:', 'input')`).

    The fix writes the same shape in the way that both Keras take: `input_shape`, which is `batch_input_shape` without
    the batch where that is None, and an `Input` with its `batch_shape` before the layer of a `Sequential` where it has
    a size; a tuple for a number, `batch_shape`, `inputs` and `outputs`. It is safe; an argument that says what Keras 3
    does anyhow is left out. There is none for weights, which `set_weights` gives to a built layer, and for what Keras 3
    has no argument for.
    """

    code = "HUB406"
    name = "keras-layer-argument"
    since = "0.1"
    applicability = "safe"
    severity = "error"
    targets = (2, 0)
    names = (*_OF_LAYERS, *_INPUTS, *_INPUT_LAYERS, *_MODELS)
    examples = (
        Example(
            before="""\
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Dense(8, batch_input_shape=(None, 3))])
""",
            after="""\
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Dense(8, input_shape=(3,))])
""",
        ),
        Example(
            before="""\
import tensorflow as tf

inputs = tf.keras.Input(3)
""",
            after="""\
import tensorflow as tf

inputs = tf.keras.Input((3,))
""",
        ),
    )
    references = (
        "https://keras.io/guides/migrating_to_keras_3/",
        "https://keras.io/api/layers/core_layers/input/",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report the arguments that raise."""
        from hublint_rules.symbols.context import guarded

        call, root = use.call, root_of(use.name)
        if call is None or root is None or not call.keywords + call.args or guarded(use.source, call):
            return
        code = " ".join(use.source.code(call.func).split())
        if use.name in _MODELS:
            yield from _of_model(use.source, call, code)
        elif is_keras_3(root, target()):
            if use.name in _OF_LAYERS:
                yield from _of_layer(use.source, call, code, use.name.rpartition(".")[2])
            else:
                yield from _of_input(use.source, call, code, is_layer=use.name in _INPUT_LAYERS)


def _of_model(source: Source, call: ast.Call, code: str) -> Iterator[Draft]:
    """Report the names of Keras 1."""
    for keyword in call.keywords:
        if keyword.arg in {"input", "output"}:
            message = f"`{code}` takes no `{keyword.arg}`; write `{keyword.arg}s`"
            yield Draft(keyword.value, message, partial(_renamed, source, keyword, f"{keyword.arg}s"))


def _of_layer(source: Source, call: ast.Call, code: str, kind: str) -> Iterator[Draft]:
    for keyword in call.keywords:
        name = keyword.arg or ""
        if name not in _GONE or kind in _GONE[name]:
            continue
        if name == "input_length" and kind not in _RECURRENT:
            continue  # no Keras takes it
        message = f"`{code}` takes no `{name}` in Keras 3; {_INSTEAD[name]}"
        yield Draft(keyword.value, message, partial(_layer_fix, source, call, keyword))


_INSTEAD: Final = {
    "batch_input_shape": "write `input_shape`, or an `Input` with its `batch_shape` before it",
    "dynamic": "leave it out",
    "fused": "leave it out",
    "input_length": "write both as `input_shape`",
    "time_major": "transpose what it is given",
    "virtual_batch_size": "leave it out",
    "weights": "give them to the built layer with `set_weights`",
}


def _layer_fix(source: Source, call: ast.Call, keyword: ast.keyword) -> Fix | NoFix:
    name = keyword.arg or ""
    if name == "batch_input_shape":
        return _input_shape(source, call, keyword)
    if name == "input_length":
        return _both(source, call, keyword)
    if name == "weights":
        return NoFix("a layer of Keras 3 gets its weights once it is built")
    value = keyword.value.value if isinstance(keyword.value, ast.Constant) else ...
    if (name, value) not in _PLAIN:
        return NoFix(f"Keras 3 has nothing that does what `{name}` asks for")
    from hublint_rules.keras.arguments import Arguments

    try:
        arguments = Arguments(source, call)
        edits = arguments.without([arguments.of(keyword.value)])
    except ValueError as error:
        return NoFix(str(error))
    return Fix("safe", f"Leave `{name}` out", tuple(edits))


def _input_shape(source: Source, call: ast.Call, keyword: ast.keyword) -> Fix | NoFix:
    """Write a shape without its batch, where that is None."""
    shape = keyword.value
    if not isinstance(shape, (ast.Tuple, ast.List)) or not shape.elts or isinstance(shape.elts[0], ast.Starred):
        return NoFix("the shape is not written out")
    batch, *others = shape.elts
    if not (isinstance(batch, ast.Constant) and batch.value is None):
        return _with_input(source, call, keyword)
    if any(other.arg in {"input_dim", "input_shape", None} for other in call.keywords):
        return NoFix("the call may give a second shape")
    start, end = source.span(keyword)
    value_start = source.span(shape)[0]
    opening, closing = source.code(shape)[0], source.code(shape)[-1]
    if others:
        kept_start, kept_end = source.span(others[0])[0], source.span(others[-1])[1]
        kept = source.text.utf8[kept_start:kept_end].decode()
    else:
        kept = ""
    if opening not in "([" or "#" in source.code(shape):
        return NoFix("the shape is written in a way that hublint does not edit")
    comma = "," if len(others) == 1 and opening == "(" else ""
    equals = source.text.utf8[start + len("batch_input_shape") : value_start].decode()
    return Fix(
        "safe", "Write `input_shape`", (Edit(start, end, f"input_shape{equals}{opening}{kept}{comma}{closing}"),)
    )


def _with_input(source: Source, call: ast.Call, keyword: ast.keyword) -> Fix | NoFix:
    """Put an `Input` with the whole shape before the first layer of a `Sequential`, listed or added."""
    from hublint_rules.keras.arguments import Arguments

    spelled = _spelled_input(source, call)
    if spelled is None:
        return NoFix("the file does not import `Input`, which has to stand before the layer")
    made = f"{spelled}(batch_shape={source.code(keyword.value)})"
    outer = source.parents.get(call)
    start = source.span(call)[0]
    text = source.text
    indent = text.utf8[text.line_starts[text.line_of(start) - 1] : start].decode()
    if isinstance(outer, ast.List) and outer.elts[0] is call and _is_sequential(source, source.parents.get(outer)):
        edit = Edit(start, start, f"{made},{text.newline + indent if not indent.strip() else ' '}")
    elif (
        isinstance(outer, ast.Call)
        and isinstance(outer.func, ast.Attribute)
        and outer.func.attr == "add"
        and isinstance(source.parents.get(outer), ast.Expr)
    ):
        start = source.span(outer)[0]
        indent = text.utf8[text.line_starts[text.line_of(start) - 1] : start].decode()
        if indent.strip():
            return NoFix("the line holds several statements")
        edit = Edit(start, start, f"{source.code(outer.func)}({made}){text.newline}{indent}")
    else:
        return NoFix("the batch has a size, which only an `Input` before the layer of a `Sequential` can have")
    try:
        arguments = Arguments(source, call)
        if len(arguments.all) == 1 and "#" not in source.code(call):
            opening = text.utf8.index(b"(", source.span(call.func)[1]) + 1
            edits = [Edit(opening, source.span(call)[1] - 1, "")]
        else:
            edits = arguments.without([arguments.of(keyword.value)])
    except ValueError as error:
        return NoFix(str(error))
    return Fix("safe", "Put an `Input` before the layer", (edit, *edits))


def _spelled_input(source: Source, call: ast.Call) -> str | None:
    """Return how the file spells `Input`: beside the layer, or as it imports it."""
    if isinstance(call.func, ast.Attribute):
        return f"{source.code(call.func.value)}.Input"
    bindings = source.index.module.bindings
    for local, found in bindings.items():
        names = {binding.name for binding in found}
        if len(found) == 1 and names <= {*_INPUTS} and source.scope(call).owner(local) is source.index.module:
            return local
    return None


def _is_sequential(source: Source, outer: ast.AST | None) -> bool:
    if isinstance(outer, ast.keyword):
        outer = source.parents.get(outer)
    names = source.resolve(outer.func) if isinstance(outer, ast.Call) else frozenset()
    return bool(names) and all(name.rpartition(".")[2] == "Sequential" for name in names)


def _both(source: Source, call: ast.Call, keyword: ast.keyword) -> Fix | NoFix:
    """Write `input_dim` and `input_length` as one shape."""
    width = next((other for other in call.keywords if other.arg == "input_dim"), None)
    if width is None:
        return NoFix("the width of what the layer takes is not given with it")
    from hublint_rules.keras.arguments import Arguments

    shape = f"input_shape=({source.code(keyword.value)}, {source.code(width.value)})"
    first, second = sorted((width, keyword), key=lambda one: (one.lineno, one.col_offset))
    try:
        arguments = Arguments(source, call)
        edits = arguments.without([arguments.of(second.value)])
    except ValueError as error:
        return NoFix(str(error))
    return Fix("safe", "Write `input_shape`", (Edit(*source.span(first), shape), *edits))


def _of_input(source: Source, call: ast.Call, code: str, *, is_layer: bool) -> Iterator[Draft]:
    """Report a shape that is a number, and what only an `InputLayer` still takes."""
    shape = argument(call, 0, "shape")
    if shape is None and is_layer:
        shape = argument(call, 0, "input_shape")
    if isinstance(shape, ast.Constant) and type(shape.value) is int:
        message = f"`{code}` takes no number as a shape in Keras 3; write a tuple, `({shape.value},)`"
        yield Draft(shape, message, partial(_tuple, source, shape))
    if is_layer:
        return
    for keyword in call.keywords:
        if keyword.arg == "batch_input_shape":
            message = f"`{code}` takes no `batch_input_shape` in Keras 3; write `batch_shape`"
            yield Draft(keyword.value, message, partial(_renamed, source, keyword, "batch_shape"))
        elif keyword.arg == "type_spec":
            yield Draft(keyword.value, f"`{code}` takes no `type_spec` in Keras 3; give it a `shape` and a `dtype`")


def _tuple(source: Source, shape: ast.Constant) -> Fix:
    # `Input((3))` has its brackets already.
    start, end = source.span(shape)
    before, behind = source.text.utf8[:start].rstrip(), source.text.utf8[end:].lstrip()
    bracketed = before.endswith(b"((") and behind.startswith(b")")
    bracketed = bracketed or (before.endswith(b"=(") and behind.startswith(b")"))
    number = source.code(shape)
    return Fix("safe", "Write a tuple", (Edit(start, end, f"{number}," if bracketed else f"({number},)"),))


def _renamed(source: Source, keyword: ast.keyword, name: str) -> Fix | NoFix:
    start = source.span(keyword)[0]
    old = keyword.arg or ""
    if source.text.utf8[start : start + len(old)].decode() != old:
        return NoFix("the name is written in a way that hublint does not rewrite")
    return Fix("safe", f"Write `{name}`", (Edit(start, start + len(old), name),))
