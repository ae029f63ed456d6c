"""HUB402."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING

from hublint.rule import Draft, Edit, Example, Fix, NoFix, Rule
from hublint.source.use import argument, is_dotted, leaf, unpacks
from hublint_rules.keras.flavours import are_keras_3, each_root, is_keras_3
from hublint_rules.keras.saves import BY_TENSORFLOW, FUNCTIONS, METHODS, Save, as_method, keras_root, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use
    from hublint_rules.keras.arguments import Argument, Arguments

_CALLBACKS = each_root("callbacks.ModelCheckpoint")

_INPUTS = frozenset(each_root("Input", "layers.Input"))

# Who loads a file of Keras, and who loads any SavedModel.
_KERAS_LOADS = frozenset({"load_model"})
_OTHER_LOADS = frozenset({"KerasLayer", "TFSMLayer", "from_saved_model", "load", "load_from_saved_model"})
_CONVERTERS = frozenset({"from_saved_model"})
_SAVES = frozenset({"ModelCheckpoint", "save", "save_model"})

# What Keras 3 does without being told.
_PLAIN = (("overwrite", True), ("save_format", "tf"), ("save_format", None))


class KerasSaveFolder(Rule):
    """A Keras model is saved as a folder, or with arguments of that format, which Keras 3 does not write.

    Keras 3 raises `ValueError: Invalid filepath extension for saving. Please add either a `.keras` extension for the
    native Keras format (recommended) or a `.h5` extension`, where `save_format` is given and the path has no such
    extension `ValueError: The `save_format` argument is deprecated in Keras 3`, for `signatures`, `save_traces` and
    `options` `ValueError: The following argument(s) are not supported`, and for a `ModelCheckpoint` of whole models
    `ValueError: The filepath provided must end in `.keras` (Keras model format)`.

    What to write depends on what the folder is for. Where the same file loads it with `load_model`, both ends get a
    `.keras` path, and a line makes the folder of that file, as Keras 2 did (Keras 3 raises `FileNotFoundError: [Errno
    2] No such file or directory`). Else, with `purpose = "serve"`, `export` writes the folder, without the optimizer;
    what it writes can be served, but neither called as an object nor fine-tuned. With `purpose = "reuse"` a function is
    written into the file that saves a Reusable SavedModel: `hub.load` gives something to call, `hub.KerasLayer` can
    fine-tune it, and the optimizer is not in it. It needs a model that takes one tensor.

    `tf.saved_model.save(model, folder)` goes on writing a folder, but no longer the one that Keras 2 made of it: loaded
    it raises `TypeError: '_UserObject' object is not callable`, and in `hub.KerasLayer` `ValueError: Signature name has
    to be specified for non-callable saved models`. With `purpose = "reuse"` that is reported too, unless the file asks
    for signatures or converts what it saved (a compiled model is reported by HUB401).

    The fix is unsafe: what is written is not the folder that Keras 2 wrote, and `load_model` does not read it. There is
    none where the file does not show the model's inputs or that it is built, where several programs may share the path,
    and for signatures of one's own, for which `tf.saved_model.save` is there.
    """

    code = "HUB402"
    name = "keras-save-folder"
    since = "0.1"
    applicability = "unsafe"
    severity = "error"
    targets = (2, 16)
    names = (*METHODS, *FUNCTIONS, *BY_TENSORFLOW, *_CALLBACKS)
    examples = (
        Example(
            before="""\
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
model.save("trained")
again = tf.keras.models.load_model("trained")
""",
            after="""\
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
model.save("trained.keras")
again = tf.keras.models.load_model("trained.keras")
""",
        ),
        Example(
            before="""\
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
model.save("published/1")
""",
            after="""\
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
model.export("published/1")
""",
            target="tf=2.21,purpose=serve",
        ),
        Example(
            before="""\
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
model.save("published/1")
""",
            after='''\
import tensorflow as tf


def save_reusable(model, folder):
    """Save a Keras model of one input to be called, fine-tuned and served, without its optimizer."""

    def penalty(weight):
        return tf.function(lambda: weight.regularizer(weight), input_signature=[])

    call = tf.function(lambda inputs, training=False: model(inputs, training=training))
    (given,) = model.inputs
    spec = tf.TensorSpec(given.shape, given.dtype, name="inputs")
    call.get_concrete_function(spec, training=True)
    serving = call.get_concrete_function(spec, training=False)
    reusable = tf.train.Checkpoint()
    reusable.__call__ = call
    reusable.variables = [weight.value for weight in model.variables]
    reusable.trainable_variables = [weight.value for weight in model.trainable_variables]
    reusable.regularization_losses = [
        penalty(weight) for weight in model.trainable_variables if weight.regularizer is not None
    ]
    tf.saved_model.save(reusable, folder, signatures=serving)


model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
save_reusable(model, "published/1")
''',
        ),
    )
    references = (
        "https://keras.io/guides/migrating_to_keras_3/",
        "https://www.tensorflow.org/hub/reusable_saved_models",
        "https://www.tensorflow.org/guide/saved_model",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report a save that certainly raises."""
        from hublint_rules.symbols.context import guarded

        call = use.call
        if call is None or unpacks(call) or guarded(use.source, call):
            return
        if use.name in BY_TENSORFLOW:
            yield from _of_tensorflow(use, call, target())
            return
        if not are_keras_3(use.names, target()):
            return
        if use.name in _CALLBACKS:
            yield from _of_callback(use, call)
            return
        save = read(use)
        root = keras_root(use, save.model) if save is not None else None
        if save is None or root is None or not is_keras_3(root, target()):
            return
        from hublint_rules.keras.models import has_own_save
        from hublint_rules.keras.paths import refused_by_keras_3

        if has_own_save(use.source, save.model):
            return
        why = refused_by_keras_3(use.source, save.path, call)
        if why == "argument":
            yield Draft(use.node, _argument_message(save), partial(_late, _without_arguments, save, target()))
        elif why == "format":
            asked = argument(call, 99, "save_format")
            ending = ".keras" if isinstance(asked, ast.Constant) and asked.value == "keras" else ".h5"
            message = f"`{save.code}` has no `save_format` in Keras 3; leave it out and let the path end in `{ending}`"
            yield Draft(use.node, message, partial(_late, _round_trip, save.source, save.path, ending))
        elif why == "folder":
            reuse = "save a `.keras` file, or a SavedModel that can be reused"
            instead = "write it with `export`" if target().purpose == "serve" else reuse
            message = f"`{save.code}` writes no folder in Keras 3; {instead}"
            yield Draft(use.node, message, partial(_late, _fix, save, target()))


def _of_tensorflow(use: Use, call: ast.Call, target: Target) -> Iterator[Draft]:
    """Report a model that `tf.saved_model.save` saves to be reused, which in Keras 3 cannot be called afterwards."""
    save = read(use)
    root = keras_root(use, save.model) if save is not None else None
    if save is None or root is None or not is_keras_3(root, target) or target.purpose != "reuse":
        return
    from hublint_rules.keras.models import compiled_before, graph, has_own_save

    source = use.source
    # A model of a class of its own may have functions of its own to call, and a compiled one is HUB401's.
    if graph(source, save.model, call) is None or has_own_save(source, save.model):
        return
    if compiled_before(source, save.model, call) or _is_served(save):
        return
    from hublint_rules.keras.reusable import saved_reusable

    happens = f"`{save.code}` makes of a model of Keras 3 what cannot be called"
    message = f"{happens}; save a `tf.train.Checkpoint` of its variables and traced `__call__`"
    yield Draft(use.node, message, lambda: saved_reusable(save))


def _is_served(save: Save) -> bool:
    """Tell whether a file needs no more of a saved model than its signatures, or functions that it gave the model."""
    from hublint_rules.keras.files import calls_on_path

    source = save.source
    if len(save.call.args) + len(save.call.keywords) > len(("obj", "export_dir")):
        return True
    if any(calls_on_path(source, save.path, _CONVERTERS, "saved_model_dir")):
        return True
    model = source.code(save.model)
    return any(
        node.attr == "signatures" or (isinstance(node.ctx, ast.Store) and source.code(node.value) == model)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute)
    )


def _of_callback(use: Use, call: ast.Call) -> Iterator[Draft]:
    """Report a `ModelCheckpoint` of whole models whose path is that of a folder."""
    path = argument(call, 0, "filepath")
    weights = argument(call, 4, "save_weights_only")
    if path is None or not (weights is None or (isinstance(weights, ast.Constant) and weights.value is False)):
        return
    from hublint_rules.keras.paths import path_ending

    ending = path_ending(use.source, path)
    if ending is not None and not ending.endswith((".keras", ".h5")):
        code = " ".join(use.source.code(call.func).split())
        message = f"`{code}` saves only to a name that ends in `.keras` in Keras 3; give the file that ending"
        yield Draft(use.node, message, partial(_late, _round_trip, use.source, path, ".keras"))


def _late(fix: Callable[..., Fix | NoFix], *asked: object) -> Fix | NoFix:
    """Let a fix wait until no other rule asks for Keras 2, with which all of this is right as it is."""
    from hublint_rules.keras.reusable import STAGE

    made = fix(*asked)
    return made._replace(stage=STAGE) if isinstance(made, Fix) else made


def _argument_message(save: Save) -> str:
    from hublint_rules.keras.paths import GONE_ARGUMENTS

    given = [keyword.arg for keyword in save.call.keywords if keyword.arg in GONE_ARGUMENTS]
    if "signatures" in given:
        return f"`{save.code}` takes no `signatures` in Keras 3; save the model with `tf.saved_model.save`"
    return f"`{save.code}` takes no `{given[0]}` in Keras 3; leave it out"


def _fix(save: Save, target: Target) -> Fix | NoFix:
    """Choose by who loads the folder, and by the purpose."""
    from hublint_rules.keras.files import calls_on_path

    source, path = save.source, save.path
    if any(_is_keras_load(source, call) for call, _ in calls_on_path(source, path, _KERAS_LOADS, "filepath")):
        return _round_trip(source, path, ".keras")
    if not is_dotted(save.model):
        return NoFix("the model is not a plain name")
    if target.purpose == "serve":
        return _export(save)
    from hublint_rules.keras.models import is_kept_for_training

    loaded = any(calls_on_path(source, path, _OTHER_LOADS, "filepath"))
    if not loaded and is_kept_for_training(source, save.model, path, save.call):
        return NoFix("the model is kept to go on training, and what loads it is not in this file")
    try:
        _require_plain(save)
    except ValueError as error:
        return NoFix(str(error))
    from hublint_rules.keras.reusable import saved_reusable

    return saved_reusable(save)


def _is_keras_load(source: Source, call: ast.Call) -> bool:
    names = source.resolve(call.func)
    return bool(names) and all(name.endswith(".load_model") for name in names)


def _round_trip(source: Source, path: ast.expr, ending: str) -> Fix | NoFix:
    """Give the path an ending where it is saved and where it is loaded."""
    from hublint_rules.keras.files import calls_on_path, folder_made, renamed

    saving = [found for found in calls_on_path(source, path, _SAVES, "filepath") if found[1] in _saved_to(*found)]
    saving += [found for found in calls_on_path(source, path, _SAVES, "filepath", 1) if found[1] in _saved_to(*found)]
    loading = list(calls_on_path(source, path, _KERAS_LOADS, "filepath"))
    if not loading:
        return NoFix("whoever loads this model is not in this file, and looks for it under the old name")
    paths = list(dict.fromkeys(found for _, found in (*saving, *loading)))
    try:
        edits = renamed(source, paths, lambda text: _with_ending(text, ending))
        for call in dict.fromkeys(call for call, _ in saving):
            edits += _without_format(source, call)
        making: list[Edit] = []
        for call, found in saving if ending == ".keras" else ():
            # A callback makes the folder of its file itself.
            making += folder_made(source, call, found) if leaf(call.func) != "ModelCheckpoint" else []
    except ValueError as error:
        return NoFix(str(error))
    imports = (("os", "os"),) if making else ()
    return Fix("unsafe", f"Save and load a `{ending}` file", (*edits, *making), imports)


def _saved_to(call: ast.Call, path: ast.expr) -> tuple[ast.expr, ...]:
    """Return the path that a call saves to: the second argument of `save_model`, the first of the others."""
    given = argument(call, 1 if leaf(call.func) == "save_model" else 0, "filepath")
    return (path,) if given is path else ()


def _with_ending(text: str, ending: str) -> str:
    return text.rstrip("/") + ending


def _without_format(source: Source, call: ast.Call) -> list[Edit]:
    """Return the edits that take away what a call says of the format."""
    from hublint_rules.keras.arguments import Arguments

    arguments = Arguments(source, call)
    unwanted = [
        found for found in arguments.all if isinstance(found.node, ast.keyword) and found.node.arg == "save_format"
    ]
    return arguments.without(unwanted) if unwanted else []


def _export(save: Save) -> Fix | NoFix:
    """Keras 3 writes a folder by `export`, which knows neither `overwrite` nor `save_format`."""
    from hublint_rules.keras.arguments import Arguments
    from hublint_rules.keras.models import is_built

    if not is_built(save.source, save.model, save.call):
        return NoFix("the file does not show that the model has seen data, without which `export` raises ValueError")
    try:
        arguments = Arguments(save.source, save.call)
        edits = [*as_method(save, "export"), *arguments.without(_unwanted(save, arguments))]
    except ValueError as error:
        return NoFix(str(error))
    return Fix("unsafe", "Export for serving, without the optimizer", tuple(edits))


def _require_plain(save: Save) -> None:
    from hublint_rules.keras.arguments import Arguments

    _unwanted(save, Arguments(save.source, save.call))


def _unwanted(save: Save, arguments: Arguments) -> list[Argument]:
    """Return the arguments that say what a folder written another way is anyhow.

    Raises:
        ValueError: if another argument says something else.
    """
    unwanted: list[Argument] = []
    for argument_ in arguments.all:
        node = argument_.node
        if isinstance(node, ast.keyword):
            keeps = node.arg == "filepath"
            drops = node.arg == "model" or (
                isinstance(node.value, ast.Constant) and (node.arg, node.value.value) in _PLAIN
            )
            drops = drops or node.arg == "include_optimizer"
        else:
            keeps, drops = node is save.path, node is save.model
            # `save(path, overwrite, include_optimizer)`
            drops = drops or (isinstance(node, ast.Constant) and (node.value is True or _is_optimizer(save, node)))
        if not keeps and not drops:
            raise ValueError("an argument of the call has no place where a folder is written")
        if drops:
            unwanted.append(argument_)
    return unwanted


def _is_optimizer(save: Save, node: ast.expr) -> bool:
    position = 2 if save.by_method else 3
    return save.call.args[position : position + 1] == [node]


def _without_arguments(save: Save, target: Target) -> Fix | NoFix:
    """Take `save_traces` and `options` away where the rest can stay; save signatures with TensorFlow."""
    from hublint_rules.keras.arguments import Arguments
    from hublint_rules.keras.paths import GONE_ARGUMENTS, path_ending

    given = {keyword.arg for keyword in save.call.keywords}
    try:
        arguments = Arguments(save.source, save.call)
        if "signatures" in given:
            return _saved_by_tensorflow(save, arguments, target)
        ending = path_ending(save.source, save.path)
        if ending is None:
            return NoFix("the path does not show whether a file or a folder is written")
        unwanted = [
            found for found in arguments.all if isinstance(found.node, ast.keyword) and found.node.arg in GONE_ARGUMENTS
        ]
        edits = arguments.without(unwanted)
    except ValueError as error:
        return NoFix(str(error))
    return Fix("unsafe", "Leave out what Keras 3 does not know", tuple(edits))


def _saved_by_tensorflow(save: Save, arguments: Arguments, target: Target) -> Fix | NoFix:
    """`tf.saved_model.save(model, folder, signatures=...)` writes the same signatures."""
    from hublint_rules.keras.paths import path_ending

    if target.purpose != "serve":
        return NoFix(
            "what `tf.saved_model.save` writes of a model of Keras 3 can be served but not called or fine-tuned; "
            'set `purpose = "serve"` if that is enough'
        )
    given = argument(save.call, 99, "signatures")
    if given is not None and _contradicts_input(save, given):
        return NoFix(
            "a signature gives the model a tensor of another rank than its `Input`, which only Keras 2 broadcasts"
        )
    known = {
        "filepath",
        "model",
        "options",
        "overwrite",
        "save_format",
        "save_traces",
        "include_optimizer",
        "signatures",
    }
    positional = len(save.call.args) - (not save.by_method and save.model in save.call.args)
    if positional > 1 or {keyword.arg for keyword in save.call.keywords} - known or not is_dotted(save.model):
        return NoFix("an argument of the call has no place in `tf.saved_model.save`")
    if (path_ending(save.source, save.path) or "").endswith((".h5", ".hdf5", ".keras")):
        return NoFix("the path is that of a file, which has no signatures")
    local = save.source.local_name("tensorflow")
    if local is None or "." in local:
        return NoFix("the file does not import TensorFlow")
    start, end = save.source.span(save.call.func)
    edits = [Edit(start, end, f"{local}.saved_model.save")]
    unwanted: list[Argument] = []
    for found in arguments.all:
        node = found.node
        if node is save.path and save.by_method:
            edits.append(Edit(found.start, found.start, _before(save.source, save.model, found.start)))
        elif isinstance(node, ast.keyword) and node.arg in {"filepath", "model"}:
            name_start = save.source.text.offset(node.lineno, node.col_offset)
            new = {"filepath": "export_dir", "model": "obj"}[node.arg]
            added = node.arg == "filepath" and save.by_method
            before = _before(save.source, save.model, found.start) if added else ""
            edits.append(Edit(name_start, name_start + len(node.arg), before + new))
        elif isinstance(node, ast.keyword) and node.arg not in {"signatures", "options"}:
            unwanted.append(found)
    edits += arguments.without(unwanted) if unwanted else []
    return Fix("unsafe", "Save the signatures with TensorFlow", tuple(edits))


def _contradicts_input(save: Save, signatures: ast.expr) -> bool:
    """Tell whether a signature hands the model what only Keras 2 broadcasts, such as a scalar."""
    taken = _input_rank(save)
    functions = signatures.values if isinstance(signatures, ast.Dict) else [signatures]
    ranks = {_handed_rank(save, function) for function in functions}
    return taken is not None and bool(ranks - {taken, None})


def _input_rank(save: Save) -> int | None:
    """Return the rank of what a functional model takes, with its batch, where the file shows it."""
    from hublint_rules.keras.models import makers
    from hublint_rules.origins import only_origins

    source = save.source
    for made in makers(source, save.model):
        given = argument(made, 0, "inputs") if isinstance(made, ast.Call) else None
        for origin in only_origins(source, given) if given is not None else []:
            if isinstance(origin, ast.Call) and source.resolve(origin.func) & _INPUTS:
                shape = argument(origin, 0, "shape")
                rank = 1 if isinstance(shape, ast.Constant) and isinstance(shape.value, int) else _length(shape)
                return None if rank is None else rank + 1
    return None


def _handed_rank(save: Save, function: ast.expr) -> int | None:
    """Return the rank of the one input of a signature that calls the model with it."""
    source = save.source
    found = list(source.definitions(function)) if isinstance(function, ast.Name) else []
    if len(found) != 1 or not isinstance(found[0], ast.FunctionDef) or len(found[0].args.args) != 1:
        return None
    model, taken = source.code(save.model), found[0].args.args[0].arg
    calls = [node for node in ast.walk(found[0]) if isinstance(node, ast.Call)]
    if not any(source.code(call.func) == model and _is_only(call, taken) for call in calls):
        return None
    for decorator in found[0].decorator_list:
        specs = argument(decorator, 1, "input_signature") if isinstance(decorator, ast.Call) else None
        if isinstance(specs, (ast.List, ast.Tuple)) and len(specs.elts) == 1 and isinstance(specs.elts[0], ast.Call):
            return _length(argument(specs.elts[0], 0, "shape"))
    return None


def _is_only(call: ast.Call, name: str) -> bool:
    return len(call.args) == 1 and isinstance(call.args[0], ast.Name) and call.args[0].id == name


def _length(shape: ast.expr | None) -> int | None:
    return len(shape.elts) if isinstance(shape, (ast.List, ast.Tuple)) else None


def _before(source: Source, model: ast.expr, start: int) -> str:
    """Return a model as the argument before another one, on a line of its own where that one has its own."""
    text = source.text
    indent = text.utf8[text.line_starts[text.line_of(start) - 1] : start].decode()
    return f"{source.code(model)},{text.newline + indent if not indent.strip() else ' '}"
