"""HUB401."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from hublint.rule import Draft, Edit, Example, Fix, NoFix, Rule
from hublint.source.use import argument, is_dotted
from hublint_rules.keras.flavours import is_keras_3
from hublint_rules.keras.saves import BY_TENSORFLOW, FUNCTIONS, METHODS, Save, as_method, keras_root, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Target, Use
    from hublint_rules.keras.arguments import Arguments
    from hublint_rules.keras.paths import Format


class OptimizerInSharedModel(Rule):
    """A compiled Keras model is saved with its optimizer, which nobody needs who only loads the model.

    Adam keeps two slots for each weight: a model of 7.9 MB becomes 23.5 MB on disk, and whoever fine-tunes it starts
    from the publisher's momentum, or fails with `'_UserObject' object has no attribute 'add_slot'`. A model that is
    published leaves its optimizer at home.

    The rule speaks up where a function compiles a model (or a class its own) and then saves it. It is silent about what
    is kept to go on training: paths that are called checkpoints or temporary, saves inside the training loop or before
    more training, models that were loaded to be trained on, and files that load what they save. Where the path does not
    show in which format a model is written, it speaks up only if the path or the function is called an export.

    What keeps the optimizer out depends on the target. Measured on TensorFlow 2.15 (Keras 2.15), 2.21 (Keras 3.15) and
    tf_keras 2.21:

    - Keras 2 and tf_keras, SavedModel and HDF5: `include_optimizer=False`. Before TensorFlow 2.13, which brought the
      zip format, a path that ends in `.keras` is an HDF5 file too.
    - Keras 3, HDF5: the same. With its optimizer, a model that was compiled with a loss called by its name does not
      even load: `ValueError: Could not deserialize 'keras.metrics.mse' because it is not a KerasSaveable subclass`.
    - `.keras` files: Keras 2 raises `ValueError: The following argument(s) are not supported with the native Keras
      format: ['include_optimizer']`, Keras 3 ignores the argument in silence. Saving a new `Model` of the same inputs
      and outputs, which was never compiled, leaves the optimizer out in both.
    - `tf.saved_model.save(model, folder)` has no such argument and keeps the optimizer (only Keras 3.0 did not). In
      Keras 2 the model's own `save` writes the same without it. In Keras 3 a new `Model`, as above, does, and can only
      be served: `TypeError: '_UserObject' object is not callable`. With `purpose = "reuse"` the fix writes a function
      that saves a Reusable SavedModel, which `hub.KerasLayer` calls and fine-tunes, for a model that takes one tensor.
    - `model.save(folder)` raises in Keras 3, with or without an optimizer: that is HUB402.

    The fix is unsafe: a model saved without its optimizer cannot go on training where it stopped, whoever loads it has
    to compile it before `evaluate` or `fit`, and a new `Model` loads as a functional model, whatever class the old one
    had. There is none where the file does not show that the model has inputs and outputs to make a new one of, or has
    seen data when it is exported.
    """

    code = "HUB401"
    name = "optimizer-in-shared-model"
    since = "0.1"
    applicability = "unsafe"
    targets = (2, 0)
    names = (*METHODS, *FUNCTIONS, *BY_TENSORFLOW)
    requires = ("compile",)
    examples = (
        Example(
            before="""\
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Input([3]), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
model.save("published/1")
""",
            after="""\
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Input([3]), tf.keras.layers.Dense(1)])
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
        save = _read(use)
        if save is None:
            yield from _asked_in_vain(use, target)
            return
        from hublint_rules.keras.models import (
            compiled_before,
            has_own_save,
            is_kept_for_training,
            is_meant_to_be_shared,
        )
        from hublint_rules.keras.paths import refused_by_keras_3, written_format

        source, model, path, call = use.source, save.model, save.path, save.call
        if not compiled_before(source, model, call) or is_kept_for_training(source, model, path, call):
            return
        if has_own_save(source, model):
            return
        root = keras_root(use, model)
        if root is None:
            return
        keras3 = is_keras_3(root, target())
        written: Format | None = "SavedModel"
        if not save.by_tensorflow:
            if keras3 and refused_by_keras_3(source, path, call) is not None:
                return  # it raises whether the optimizer is kept or not: HUB402
            written = written_format(source, path, call, target(), root, keras3=keras3)
        if written is None and not is_meant_to_be_shared(source, path, call):
            return
        save = save._replace(written=written, root=root, keras3=keras3)
        reuse = keras3 and save.by_tensorflow and target().purpose == "reuse" and not _has_signatures(save)
        yield Draft(use.node, _message(save, reuse=reuse), lambda: _fix(save, reuse=reuse))


def _asked_in_vain(use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
    """Report `include_optimizer=False` for a `.keras` file, which Keras 2 refuses and Keras 3 ignores."""
    save = read(use)
    asked = argument(save.call, 99, "include_optimizer") if save is not None else None
    root = keras_root(use, save.model) if save is not None else None
    if save is None or root is None or not (isinstance(asked, ast.Constant) and asked.value is False):
        return
    from hublint_rules.keras.models import compiled_before, has_own_save
    from hublint_rules.keras.paths import written_format

    keras3 = is_keras_3(root, target())
    written = written_format(use.source, save.path, save.call, target(), root, keras3=keras3)
    compiled = compiled_before(use.source, save.model, save.call)
    if written != ".keras" or has_own_save(use.source, save.model) or (keras3 and not compiled):
        return
    save = save._replace(written=written, root=root, keras3=keras3)
    happens = "is ignored" if keras3 else "is refused"
    instead = "save an uncompiled `Model` of the same inputs and outputs" if compiled else "leave it out"
    message = f"`include_optimizer` {happens} by `{save.code}` for a `.keras` file; {instead}"
    yield Draft(asked, message, lambda: _without_asking(save, asked, compiled=compiled))


def _without_asking(save: Save, asked: ast.expr, *, compiled: bool) -> Fix | NoFix:
    """Leave the argument out and, where there is an optimizer, save a new `Model`."""
    from hublint_rules.keras.arguments import Arguments

    if compiled and not is_dotted(save.model):
        return NoFix("the model is not a plain name")
    try:
        arguments = Arguments(save.source, save.call)
        edits = arguments.without([arguments.of(asked)])
    except ValueError as error:
        return NoFix(str(error))
    if not compiled:
        return Fix("unsafe", "Leave the argument out", tuple(edits))
    fix = _new_model(save)
    return fix._replace(edits=(*fix.edits, *edits)) if isinstance(fix, Fix) else fix


def _read(use: Use) -> Save | None:
    """Return the call with its model and path, None where it says itself what becomes of the optimizer."""
    save = read(use)
    if save is None or argument(save.call, 99, "include_optimizer") is not None:
        return None
    # `save(path, overwrite, include_optimizer)`: what is given by position is given.
    most = 2 if save.by_method else 3
    return None if not save.by_tensorflow and len(save.call.args) > most else save


def _needs_new_model(save: Save) -> bool:
    """Tell whether only saving another, uncompiled model leaves the optimizer out."""
    return save.written == ".keras" or (save.by_tensorflow and save.keras3)


def _has_signatures(save: Save) -> bool:
    """Tell whether `tf.saved_model.save` is told more than what to save where."""
    return len(save.call.args) + len(save.call.keywords) > len(("obj", "export_dir"))


def _message(save: Save, *, reuse: bool) -> str:
    saved = f"`{save.code}` keeps the optimizer in the shared model"
    if reuse:
        return f"{saved}, which cannot be called; save a `tf.train.Checkpoint` of its variables and traced `__call__`"
    if _needs_new_model(save):
        return f"{saved}; save an uncompiled `Model` of the same inputs and outputs"
    if save.by_tensorflow:
        return f"{saved}; save with `model.save(..., include_optimizer=False)`"
    if save.written is None:
        return f"{saved}; pass `include_optimizer=False`, or save an uncompiled `Model` if the path ends in `.keras`"
    return f"{saved}; pass `include_optimizer=False`"


def _fix(save: Save, *, reuse: bool) -> Fix | NoFix:
    if save.written is None:
        return NoFix("the path does not show whether a `.keras` file is written, which takes no `include_optimizer`")
    if not is_dotted(save.model):
        return NoFix("the model is not a plain name")
    from hublint_rules.keras.arguments import Arguments

    if reuse:
        from hublint_rules.keras.reusable import saved_reusable

        fix = saved_reusable(save)
        if isinstance(fix, Fix):
            return fix
        uncompiled = _new_model(save)
        return uncompiled._replace(reason=fix.reason) if isinstance(uncompiled, Fix) else fix
    try:
        arguments = Arguments(save.source, save.call)
        if _needs_new_model(save):
            return _new_model(save)
        if save.by_tensorflow:
            return _own_save(save, arguments)
        edits = arguments.adding("include_optimizer=False")
    except ValueError as error:
        return NoFix(str(error))
    return Fix("unsafe", "Leave the optimizer out", tuple(edits))


def _new_model(save: Save) -> Fix | NoFix:
    """Put a new `Model` of the same inputs and outputs where the compiled one is saved."""
    from hublint_rules.keras.models import graph

    attributes = graph(save.source, save.model, save.call)
    if attributes is None:
        return NoFix("the file does not show that the model has inputs and outputs to make an uncompiled `Model` of")
    spelled, imports = _spelled_model(save)
    if spelled is None:
        return NoFix("the file does not import the `Model` class under a name that is free here")
    code = save.source.code(save.model)
    made = f"{spelled}({', '.join(f'{code}.{attribute}' for attribute in attributes)})"
    start, end = save.source.span(save.model)
    message = "Save an uncompiled model of the same inputs and outputs"
    return Fix("unsafe", message, (Edit(start, end, made),), imports)


def _own_save(save: Save, arguments: Arguments) -> Fix | NoFix:
    """`tf.saved_model.save(model, folder, ...)` of a Keras 2 model: its own `save` takes the same signatures."""
    from hublint_rules.keras.models import is_built
    from hublint_rules.keras.paths import path_ending

    source, call = save.source, save.call
    names = ("obj", "export_dir", "signatures", "options")
    if len(call.args) > len(names) or not {keyword.arg for keyword in call.keywords} <= set(names):
        return NoFix("an argument of `tf.saved_model.save` is unknown")
    if not is_built(source, save.model, call):
        return NoFix("the file does not show that the model has seen data, without which its `save` raises ValueError")
    if (path_ending(source, save.path) or "").endswith((".h5", ".hdf5", ".keras")):
        return NoFix("the model's own `save` takes this path for a file")
    edits = [
        *as_method(save, "save"),
        *arguments.without([arguments.of(save.model)]),
        *arguments.adding("include_optimizer=False"),
    ]
    for name, value in zip(names[2:], call.args[2:], strict=False):
        start = arguments.of(value).start
        edits.append(Edit(start, start, f"{name}="))
    for keyword in call.keywords:
        if keyword.arg == "export_dir":
            start = source.text.offset(keyword.lineno, keyword.col_offset)
            edits.append(Edit(start, start + len("export_dir"), "filepath"))
    return Fix("unsafe", "Save with the model's own method and leave the optimizer out", tuple(edits))


def _spelled_model(save: Save) -> tuple[str | None, tuple[tuple[str, str], ...]]:
    """Return how the file spells Keras's `Model` class at the save, and the import that it needs for it."""
    source, root = save.source, save.root
    bindings = source.index.module.bindings
    scope = source.scope(save.model)

    def is_free(spelled: str) -> bool:
        first = spelled.partition(".")[0]
        meanings = {(binding.kind, binding.name) for binding in bindings.get(first, ())}
        return len(meanings) == 1 and scope.owner(first) is source.index.module

    known = [source.local_name(f"{root}.{name}") for name in ("Model", "models.Model")]
    for spelled in sorted((found for found in known if found is not None), key=len):
        if is_free(spelled):
            return spelled, ()
    package, _, rest = root.partition(".")
    local = "tf" if package == "tensorflow" else package
    if scope.owner(local) is not None:
        return None, ()
    return ".".join(filter(None, (local, rest, "Model"))), ((package, local),)
