"""HUB409."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, Literal

from hublint.rule import Draft, Example, Rule
from hublint.source.use import argument, unpacks
from hublint_rules.keras.flavours import each_root, is_keras_3, root_of
from hublint_rules.keras.saves import BY_TENSORFLOW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use

Made = Literal["Sequential", "subclass"]

# What neither builds a model nor gives it to someone who might.
_HARMLESS = frozenset({"compile", "name", "optimizer"})


class UnbuiltModel(Rule):
    """A Keras model is saved or exported although nothing has told it the shape of its input.

    A model of one's own class and a `Sequential` that begins with no input have no weights until they are built or see
    data. `export` raises `ValueError: The model provided has not yet been built. It must be built before export.`
    (Keras 2: `The layer provided has not yet been built`), `save_weights` in Keras 3 `ValueError: You are saving a
    model that has not yet been built`, and a folder in Keras 2 `ValueError: Model <...> cannot be saved because the
    input shape is not available` (of an own class `cannot be saved either because the input shape is not available or
    because the forward pass of the model is not defined`). A `Sequential` is no HDF5 file in Keras 2 then, either:
    `ValueError: Weights for model 'sequential' have not yet been created`. A `build` is enough for a `Sequential`; a
    model of one's own class has to be called: `ValueError: The model provided has never called. It must be called at
    least once before export.`

    `tf.saved_model.save` raises nothing and saves a model without a signature, which cannot be called either.

    There is no fix, for the shape is not in the file: begin the `Sequential` with an `Input`, or call the model on a
    batch before it is saved. The rule speaks up only where the model is made and saved in the same function, and is
    given to nobody and asked for nothing in between.
    """

    code = "HUB409"
    name = "unbuilt-model"
    since = "0.1"
    applicability = "manual"
    severity = "error"
    targets = (2, 0)
    names = (*each_root("Model().export", "Model().save", "Model().save_weights"), *BY_TENSORFLOW)
    examples = (
        Example(
            before="""\
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
model.export("published/1")
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/guide/keras/sequential_model",
        "https://keras.io/api/models/model_saving_apis/export/",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report a save of a model that has certainly seen nothing, where that raises."""
        node, call, root = use.node, use.call, root_of(use.name)
        if use.name in BY_TENSORFLOW:
            yield from _by_tensorflow(use)
            return
        if call is None or root is None or not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)):
            return
        made = _unbuilt(use.source, node.value, call)
        if made is None or not _raises(use, call, made, keras3=is_keras_3(root, target()), target=target()):
            return
        code = " ".join(use.source.code(node).split())
        yield Draft(node, f"`{code}` raises, for the model does not know its input's shape yet; {_INSTEAD[made]}")


_INSTEAD: Final[dict[Made, str]] = {
    "Sequential": "begin it with an `Input`",
    "subclass": "call it once on a batch",
}


def _by_tensorflow(use: Use) -> Iterator[Draft]:
    """Report what TensorFlow saves without an error, and with nothing in it that could be called."""
    call = use.call
    model = argument(call, 0, "obj") if call is not None else None
    if call is None or unpacks(call) or not isinstance(model, ast.Name):
        return
    if argument(call, 2, "signatures") is not None:
        return
    made = _unbuilt(use.source, model, call)
    if made is not None:
        code = " ".join(use.source.code(call.func).split())
        message = f"`{code}` saves no function of a model that does not know its input's shape; {_INSTEAD[made]}"
        yield Draft(call.func, message)


def _raises(use: Use, call: ast.Call, made: Made, *, keras3: bool, target: Target) -> bool:
    """Tell whether such a save of a model without weights raises on the target."""
    method = use.name.rpartition(".")[2]
    if method == "export":
        return True
    if method == "save_weights":
        return keras3
    path = argument(call, 0, "filepath")
    if keras3 or path is None:
        return False
    from hublint_rules.keras.paths import written_format

    written = written_format(use.source, path, call, target, root_of(use.name) or "", keras3=False)
    return written == "SavedModel" or (written == "HDF5" and made == "Sequential")


def _unbuilt(source: Source, model: ast.Name, save: ast.Call) -> Made | None:
    """Return what kind of model is certainly not built where it is saved."""
    scope = source.scope(model)
    bindings = scope.bindings.get(model.id, [])
    if len(bindings) != 1 or not isinstance(bindings[0].value, ast.Call):
        return None
    maker = bindings[0].value
    made = _kind(source, maker)
    if made is None or source.statement(maker) not in _block_round(source, save):
        return None
    if made == "Sequential" and not _has_certain_layers(source, maker):
        return None
    for reading, read in source.index.loads:
        if read.id != model.id or reading.owner(model.id) is not scope or read.lineno > save.lineno or read is model:
            continue
        outer = source.parents.get(read)
        if reading is not scope or not (isinstance(outer, ast.Attribute) and outer.attr in _HARMLESS):
            return None
    return made


def _block_round(source: Source, save: ast.Call) -> list[ast.stmt]:
    """Return the statements beside the one that saves: what stands above it there has happened before it."""
    statement = source.statement(save)
    parent = source.parents[statement]
    for field in ("body", "orelse", "finalbody"):
        block = getattr(parent, field, None)
        if isinstance(block, list) and statement in block:
            return block
    return []


def _kind(source: Source, maker: ast.Call) -> Made | None:
    names = source.resolve(maker.func)
    if names and all(name.rpartition(".")[2] == "Sequential" and root_of(name) is not None for name in names):
        return "Sequential"
    if not isinstance(maker.func, ast.Name):
        return None
    classes = list(source.definitions(maker.func))
    return "subclass" if len(classes) == 1 and _is_plain_model(source, classes[0]) else None


def _is_plain_model(source: Source, defined: ast.ClassDef | ast.FunctionDef) -> bool:
    """Tell whether a class is derived from `Model` alone, and neither builds nor calls itself when it is made."""
    if not isinstance(defined, ast.ClassDef) or len(defined.bases) != 1 or defined.keywords or defined.decorator_list:
        return False
    bases = source.resolve(defined.bases[0])
    if not bases or not all(root_of(name) is not None and name.endswith(".Model") for name in bases):
        return False
    own = {part.name: part for part in defined.body if isinstance(part, ast.FunctionDef)}
    if {"__new__", "build", "export", "save", "save_weights"} & own.keys() or "call" not in own:
        return False
    start = own.get("__init__")
    return start is None or not any(_builds(node) for node in ast.walk(start))


def _builds(node: ast.AST) -> bool:
    """Tell whether an expression of `__init__` may build the model, or make it of inputs and outputs."""
    if not isinstance(node, ast.Call):
        return False
    function = node.func
    if isinstance(function, ast.Name):
        return function.id in {"self", "setattr"}
    if not isinstance(function, ast.Attribute):
        return True
    made_of_more = function.attr == "__init__" and bool(node.args or node.keywords)
    return made_of_more or (isinstance(function.value, ast.Name) and function.value.id == "self")


def _has_certain_layers(source: Source, maker: ast.Call) -> bool:
    """Tell whether a `Sequential` is made of layers in a list of which the first certainly tells no shape."""
    layers = argument(maker, 0, "layers")
    if not isinstance(layers, ast.List) or not layers.elts:
        return False
    first = layers.elts[0]
    if not isinstance(first, ast.Call) or any(keyword.arg in _SHAPES for keyword in first.keywords):
        return False
    if any(keyword.arg is None for keyword in first.keywords):
        return False
    names = source.resolve(first.func)
    return bool(names) and all(
        (root := root_of(name)) is not None
        and name.startswith(f"{root}.layers.")
        and name.rpartition(".")[2] not in _TELLING
        for name in names
    )


_SHAPES = frozenset({"batch_input_shape", "batch_shape", "input_dim", "input_shape", "weights"})

# Layers that know their shape by themselves, or may hold one that does.
_TELLING = frozenset(
    {
        "Bidirectional",
        "Embedding",
        "Input",
        "InputLayer",
        "TFSMLayer",
        "TextVectorization",
        "TimeDistributed",
        "Wrapper",
    }
)
