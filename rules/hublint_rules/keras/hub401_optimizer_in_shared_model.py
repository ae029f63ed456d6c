"""HUB401."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Literal

from hublint.rule import Draft, Edit, Example, Fix, NoFix, Rule
from hublint.source.use import argument, unpacks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use

Format = Literal["SavedModel", "HDF5", ".keras"]

_ROOTS = ("keras", "tf_keras", "tensorflow.keras", "tensorflow.compat.v1.keras")
_SAVES = tuple(f"{root}.Model().save" for root in _ROOTS)
_SAVE_FUNCTIONS = tuple(f"{root}.{module}.save_model" for root in _ROOTS for module in ("models", "saving"))
_TENSORFLOW_SAVES = ("tensorflow.saved_model.save",)

_CHECKPOINT = ("checkpoint", "ckpt", "epoch", "resume", "snapshot")


class OptimizerInSharedModel(Rule):
    """A compiled Keras model is saved with its optimizer, which nobody needs who only loads the model.

    Adam keeps two slots for each weight: a model of 7.9 MB becomes 23.5 MB on disk, and whoever fine-tunes it starts from
    the publisher's momentum, or fails with `'_UserObject' object has no attribute 'add_slot'`. A model that is published
    leaves its optimizer at home. The rule speaks up where the file itself compiles the model before it saves it, and is
    silent about paths that are called checkpoints, which are kept to go on training.

    What keeps the optimizer out depends on the target. Measured on TensorFlow 2.15 (Keras 2.15), 2.21 (Keras 3.15) and
    tf_keras 2.21:

    - Keras 2 and tf_keras, SavedModel and HDF5: `include_optimizer=False`.
    - Keras 3, HDF5: the same.
    - `.keras` files: Keras 2 raises `ValueError: The following argument(s) are not supported with the native Keras
      format: ['include_optimizer']`, Keras 3 ignores the argument in silence. Saving a new `Model` of the same inputs and
      outputs, which was never compiled, leaves the optimizer out in both.
    - Keras 3 writes a SavedModel by `model.export(folder)` only, without optimizer. Such a model can be served, but
      neither called as an object nor fine-tuned, so this is the fix only with `purpose = "serve"`.
    - `tf.saved_model.save(model, folder)` has no such argument and keeps the optimizer in every release.

    The fix is unsafe: a model saved without its optimizer cannot go on training where it stopped.
    """

    code = "HUB401"
    name = "optimizer-in-shared-model"
    since = "0.1"
    applicability = "unsafe"
    targets = (2, 0)
    names = (*_SAVES, *_SAVE_FUNCTIONS, *_TENSORFLOW_SAVES)
    examples = (
        Example(
            before="""\
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
model.save("published/1")
""",
            after="""\
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
model.save("published/1", include_optimizer=False)
""",
            target="tf=2.15",
        ),
        Example(
            before="""\
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Input([3]), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
model.save("published.keras")
""",
            after="""\
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Input([3]), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
tf.keras.Model(model.inputs, model.outputs).save("published.keras")
""",
            target="tf=2.21,keras=keras3",
        ),
    )
    references = (
        "https://www.tensorflow.org/hub/exporting_tf2_saved_model",
        "https://keras.io/api/models/model_saving_apis/model_saving_and_loading/",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report a call that saves a model which this file compiles."""
        call = use.call
        if call is None or unpacks(call) or argument(call, 99, "include_optimizer") is not None:
            return
        method = use.name in _SAVES
        if method and isinstance(use.node, ast.Attribute):
            model: ast.expr | None = use.node.value
        else:
            model = argument(call, 0, "obj" if use.name in _TENSORFLOW_SAVES else "model")
        path = argument(call, 0 if method else 1, "export_dir" if use.name in _TENSORFLOW_SAVES else "filepath")
        # `save(path, overwrite, include_optimizer)`: given by position it is given.
        if model is None or path is None or (use.name not in _TENSORFLOW_SAVES and len(call.args) > (2 if method else 3)):
            return
        if not _compiled_before(use.source, model, call) or _is_checkpoint(use.source, path):
            return
        root = _keras_root(use, model)
        if root is None:
            return
        keras3 = _is_keras_3(root, target())
        written = _format(use.source, path, call, keras3=keras3)
        if use.name in _TENSORFLOW_SAVES:
            written = "SavedModel"
        yield Draft(
            use.node,
            _message(use, written, keras3=keras3),
            lambda: _fix(use, model, path, written, root, target(), keras3=keras3),
        )


def _message(use: Use, written: Format | None, *, keras3: bool) -> str:
    saved = f"`{use.source.code(use.node)}` keeps the optimizer in the shared model"
    if use.name in _TENSORFLOW_SAVES:
        return f"{saved}; export with `{'export' if keras3 else 'model.save(..., include_optimizer=False)'}` instead"
    if written == ".keras":
        return f"{saved}; save an uncompiled `Model` of the same inputs and outputs"
    if keras3 and written == "SavedModel":
        return f"`{use.source.code(use.node)}` writes no SavedModel in Keras 3; export it, without the optimizer, with `export`"
    return f"{saved}; pass `include_optimizer=False`"


def _fix(
    use: Use, model: ast.expr, path: ast.expr, written: Format | None, root: str, target: Target, *, keras3: bool
) -> Fix | NoFix:
    source, call = use.source, use.call
    assert call is not None  # noqa: S101 - check has looked
    if written is None:
        return NoFix("the path does not show whether a `.keras` file is written, which takes no `include_optimizer`")
    if written == ".keras":
        return _twin(use, model, path, root)
    if use.name in _TENSORFLOW_SAVES and not keras3:
        return _model_save(use, model, call)
    if written == "SavedModel" and keras3:
        return _model_export(use, model, path, target)
    _, end = source.span(call)
    last = max([*call.args, *(keyword.value for keyword in call.keywords)], key=lambda node: source.span(node)[1])
    start = source.span(last)[1]
    between = source.text.utf8[start : end - 1]
    # Behind the last argument stands nothing, a comma, or a comma and a comment: write before all of it.
    if between.strip() not in {b"", b","}:
        return NoFix("a comment stands behind the last argument")
    return Fix(
        "unsafe",
        "Leave the optimizer out",
        (Edit(start, start, ", include_optimizer=False"),),
    )


def _twin(use: Use, model: ast.expr, path: ast.expr, root: str) -> Fix | NoFix:
    source, call = use.source, use.call
    assert call is not None  # noqa: S101
    if not _has_inputs(source, model):
        return NoFix("the model's class does not show that it has `inputs` and `outputs` to make an uncompiled `Model` of")
    spelled = source.local_name(root)
    if spelled is None or use.name not in _SAVES or len(call.args) + len(call.keywords) != 1:
        return NoFix("the call does more than to save the model under a path")
    code = source.code(model)
    start, end = source.span(call)
    text = f"{spelled}.Model({code}.inputs, {code}.outputs).save({source.code(path)})"
    return Fix("unsafe", "Save an uncompiled model of the same inputs and outputs", (Edit(start, end, text),))


def _model_save(use: Use, model: ast.expr, call: ast.Call) -> Fix | NoFix:
    """`tf.saved_model.save(model, folder, ...)` of a Keras 2 model: its own `save` takes the same signatures."""
    source = use.source
    names = ("obj", "export_dir", "signatures", "options")
    given = {**dict(zip(names, call.args, strict=False)), **{k.arg: k.value for k in call.keywords if k.arg}}
    if len(call.args) > len(names) or not given.keys() <= set(names):
        return NoFix("an argument of `tf.saved_model.save` is unknown")
    rest = "".join(f", {name}={source.code(given[name])}" for name in names[2:] if name in given)
    start, end = source.span(call)
    text = f"{source.code(model)}.save({source.code(given['export_dir'])}, include_optimizer=False{rest})"
    return Fix("unsafe", "Save with the model's own method and leave the optimizer out", (Edit(start, end, text),))


def _model_export(use: Use, model: ast.expr, path: ast.expr, target: Target) -> Fix | NoFix:
    source, call = use.source, use.call
    assert call is not None  # noqa: S101
    if target.purpose != "serve":
        return NoFix(
            "what `export` writes can be served but not called or fine-tuned; set `purpose = \"serve\"` if that is enough, "
            "or save with tf_keras"
        )
    extra = {keyword.arg for keyword in call.keywords} - {"save_format", "overwrite", "filepath", "export_dir", "obj", "model"}
    if extra or len(call.args) > 2:  # noqa: PLR2004
        return NoFix("an argument of the call has no place in `export`")
    start, end = source.span(call)
    text = f"{source.code(model)}.export({source.code(path)})"
    return Fix("unsafe", "Export for serving, without the optimizer", (Edit(start, end, text),))


def _compiled_before(source: Source, model: ast.expr, save: ast.Call) -> bool:
    """Tell whether the same expression is compiled in the same function (or anywhere in its class) before the save."""
    spelled, scope = ast.dump(model), source.scope(model)
    for function in source.index.calls:
        if isinstance(function, ast.Attribute) and function.attr == "compile" and ast.dump(function.value) == spelled:
            if source.scope(function) is scope and function.lineno < save.lineno:
                return True
            if isinstance(model, ast.Attribute) and _class_of(source, function) is _class_of(source, model) is not None:
                return True
    return False


def _class_of(source: Source, node: ast.AST) -> ast.ClassDef | None:
    return next((parent for parent in source.ancestors(node) if isinstance(parent, ast.ClassDef)), None)


def _is_checkpoint(source: Source, path: ast.expr) -> bool:
    words = source.code(path).lower()
    return any(word in words for word in _CHECKPOINT)


def _keras_root(use: Use, model: ast.expr) -> str | None:
    """Return the module that the model's class comes from, None if it is no Keras model."""
    for name in sorted(use.source.resolve(model)):
        for root in _ROOTS:
            if name == f"{root}.Model()":
                return root
    return None


def _is_keras_3(root: str, target: Target) -> bool:
    if root == "tf_keras":
        return False
    # The package called keras is its own; tf.keras is what the target says.
    return target.tensorflow >= (2, 16) if root == "keras" else target.keras3


def _format(source: Source, path: ast.expr, call: ast.Call, *, keras3: bool) -> Format | None:
    """Return the format that is written, None where the path's ending is not to be seen."""
    asked = argument(call, 99, "save_format")
    ending = _ending(source, path, 6)
    if ending is not None:
        if ending.endswith((".h5", ".hdf5")):
            return "HDF5"
        if ending.endswith(".keras"):
            return ".keras"
    if isinstance(asked, ast.Constant):
        if asked.value == "h5" and not keras3:
            return "HDF5"
        if asked.value == "tf" and (ending is not None or not keras3):
            return "SavedModel"
    return "SavedModel" if ending is not None else None


def _ending(source: Source, node: ast.expr, depth: int) -> str | None:
    """Return the text that a path certainly ends in, None if that is not to be seen."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value or None
    if depth == 0:
        return None
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _ending(source, node.right, depth - 1)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        return _formatted(_ending(source, node.left, depth - 1))
    if isinstance(node, ast.JoinedStr) and node.values:
        return _ending(source, node.values[-1], depth - 1)
    if isinstance(node, ast.Call):
        function = node.func
        if source.resolve(function) == {"os.path.join"} and node.args and not unpacks(node):
            return _ending(source, node.args[-1], depth - 1)
        if isinstance(function, ast.Name) and function.id == "str" and len(node.args) == 1:
            return _ending(source, node.args[0], depth - 1)
        if isinstance(function, ast.Attribute) and function.attr == "format":
            return _formatted(_ending(source, function.value, depth - 1))
    if isinstance(node, ast.Name):
        bindings = source.scope(node).visible(node.id, node)
        values = [b.value if b.kind == "assign" and isinstance(b.value, ast.expr) else None for b in bindings]
        endings = {_ending(source, value, depth - 1) if value is not None else None for value in values}
        return endings.pop() if len(endings) == 1 else None
    return None


def _formatted(ending: str | None) -> str | None:
    """Return the ending of a template, None if a field stands at its end."""
    if ending is None or ending.endswith("}") or (len(ending) > 1 and ending[-2] == "%"):
        return None
    return ending


def _has_inputs(source: Source, model: ast.expr) -> bool:
    """Tell whether a model is certainly made by `Sequential(...)` or `Model(inputs, outputs)` in this file."""
    if not isinstance(model, ast.Name):
        return False
    bindings = source.scope(model).visible(model.id, model)
    for binding in bindings:
        made = binding.value
        if binding.kind != "assign" or not isinstance(made, ast.Call):
            return False
        leaves = {name.rpartition(".")[2] for name in source.resolve(made.func)}
        whole = argument(made, 0, "inputs") is not None and argument(made, 1, "outputs") is not None
        if leaves != {"Sequential"} and not (leaves == {"Model"} and whole):
            return False
    return bool(bindings)
