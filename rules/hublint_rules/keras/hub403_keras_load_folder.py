"""HUB403."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING

from hublint.rule import Draft, Edit, Example, Fix, NoFix, Rule
from hublint.source.use import argument, unpacks
from hublint_rules.keras.flavours import each_root, is_keras_3, root_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use

_FILES = (".keras", ".h5", ".hdf5")
_EXPORTS = frozenset({"export", "write_out"})
_SAVES = frozenset({"ModelCheckpoint", "save", "save_model"})
_TENSORFLOW_SAVE = frozenset({"tensorflow.saved_model.save"})

# What a model of either Keras does with plain data.
_METHODS = frozenset(
    {"evaluate", "fit", "get_weights", "predict", "predict_on_batch", "set_weights", "summary", "train_on_batch"}
)


class KerasLoadFolder(Rule):
    """A folder is loaded as a Keras model that the target's Keras cannot make a model of.

    Keras 3 reads no SavedModel: `ValueError: File format not supported: filepath=published. Keras 3 only supports V3
    `.keras` files, legacy H5 format files`. Keras 2 reads those that its own `save` wrote. What `export` wrote it loads
    without an error as a bare object (`AttributeError: '_UserObject' object has no attribute 'predict'`), and what
    `tf.saved_model.save` wrote not at all: `ValueError: Unable to create a Keras model from SavedModel`.

    A folder that Keras 2 saved is still a model for `tf_keras`, which is Keras 2 as a package: it predicts the same and
    can be trained. The fix loads it there where the file only calls the model or its methods with plain data, for
    layers, optimizers and callbacks of Keras 3 do not go with it. It is unsafe, for the package has to be installed.
    There is none where the file hands the model on, and none for what holds no Keras model: load that with
    `tf.saved_model.load`, or within a model of Keras 3 as `keras.layers.TFSMLayer(folder,
    call_endpoint="serving_default")`, which gives a dictionary.
    """

    code = "HUB403"
    name = "keras-load-folder"
    since = "0.1"
    applicability = "unsafe"
    severity = "error"
    targets = (2, 0)
    names = each_root("models.load_model", "saving.load_model")
    examples = (
        Example(
            before="""\
import tensorflow as tf

model = tf.keras.models.load_model("published/1")
print(model.predict([[1.0, 2.0, 3.0]]))
""",
            after="""\
import tf_keras

model = tf_keras.models.load_model("published/1")
print(model.predict([[1.0, 2.0, 3.0]]))
""",
        ),
        Example(
            before="""\
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
model.export("published/1")
again = tf.keras.models.load_model("published/1")
""",
            target="tf=2.15",
        ),
    )
    references = (
        "https://keras.io/guides/migrating_to_keras_3/",
        "https://keras.io/api/layers/backend_specific_layers/tfsm_layer/",
        "https://www.tensorflow.org/guide/saved_model",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report a load that certainly fails or gives no model."""
        from hublint_rules.symbols.context import guarded

        call, root = use.call, root_of(use.name)
        if call is None or root is None or unpacks(call) or guarded(use.source, call):
            return
        path = argument(call, 0, "filepath")
        if path is None:
            return
        source, code = use.source, " ".join(use.source.code(call.func).split())
        writer = _writer(source, path)
        if not is_keras_3(root, target()):
            if writer == "export":
                yield Draft(use.node, f"`{code}` gives no Keras model of what `export` wrote; write it with `save`")
            elif writer == "tensorflow":
                message = f"`{code}` makes no Keras model of what `tf.saved_model.save` wrote; write it with `save`"
                yield Draft(use.node, message)
            return
        from hublint_rules.keras.paths import path_ending

        ending = path_ending(source, path)
        # What the file itself saves as a folder is reported there, and both ends are put right together.
        if ending is None or ending.endswith(_FILES) or ending.startswith("hf://") or writer == "keras":
            return
        instead = "load it with `tf_keras`" if writer is None else "load it with `tf.saved_model.load`"
        yield Draft(use.node, f"`{code}` reads no folder in Keras 3; {instead}", partial(_fix, source, call, writer))


def _writer(source: Source, path: ast.expr) -> str | None:
    """Return who in the file writes the path: `export`, TensorFlow or Keras's own `save`."""
    from hublint_rules.keras.files import calls_on_path

    found: set[str] = set()
    for call, _ in calls_on_path(source, path, _EXPORTS, "filepath"):
        found.add("export" if isinstance(call.func, ast.Attribute) else "")
    for position in (0, 1):
        for call, _ in calls_on_path(source, path, _SAVES, "filepath", position):
            found.add("tensorflow" if source.resolve(call.func) == _TENSORFLOW_SAVE else "keras")
    return found.pop() if len(found) == 1 else "keras" if found else None


def _fix(source: Source, call: ast.Call, writer: str | None) -> Fix | NoFix:
    """Load with Keras 2 what only Keras 2 can have saved as a model."""
    if writer is not None:
        return NoFix("the folder holds no Keras model, only what can be served")
    if len(call.args) + len(call.keywords) > 1 and not _only_says(call, "compile"):
        return NoFix("the load says what the model's own classes are, which have to be those of Keras 2")
    if not _is_used_plainly(source, call):
        return NoFix("the file does more with the model than call it or its methods with plain data")
    if source.scope(call).owner("tf_keras") not in {None, source.index.module}:
        return NoFix("the name `tf_keras` has another meaning where the model is loaded")
    edit = Edit(*source.span(call.func), "tf_keras.models.load_model")
    return Fix("unsafe", "Load it with Keras 2", (edit,), (("tf_keras", "tf_keras"),))


def _only_says(call: ast.Call, name: str) -> bool:
    return len(call.args) + len(call.keywords) == 2 and any(keyword.arg == name for keyword in call.keywords)


def _is_used_plainly(source: Source, load: ast.Call) -> bool:
    """Tell whether the loaded model is kept in a name of its function that is only called, or asked by its methods."""
    statement = source.parents.get(load)
    if not (isinstance(statement, ast.Assign) and len(statement.targets) == 1):
        return False
    target = statement.targets[0]
    owner = source.scope(target).owner(target.id) if isinstance(target, ast.Name) else None
    if not isinstance(target, ast.Name) or owner is None or len(owner.bindings[target.id]) != 1:
        return False
    reads = [read for scope, read in source.index.loads if read.id == target.id and scope.owner(read.id) is owner]
    return bool(reads) and all(_is_plain(source, read) for read in reads)


def _is_plain(source: Source, read: ast.Name) -> bool:
    """Tell whether one reading of a model is a call with data that is nothing of Keras."""
    outer = source.parents.get(read)
    function: ast.expr = read
    if isinstance(outer, ast.Attribute):
        if outer.attr not in _METHODS:
            return False
        function = outer
    call = source.index.calls.get(function)
    if call is None or unpacks(call):
        return False
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    return not any(
        root_of(name) is not None
        for value in given
        for node in ast.walk(value)
        if isinstance(node, (ast.Name, ast.Attribute, ast.Call))
        for name in source.resolve(node)
    ) and not any(keyword.arg == "callbacks" for keyword in call.keywords)
