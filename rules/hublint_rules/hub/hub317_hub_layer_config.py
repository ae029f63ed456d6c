"""HUB317."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from hublint.rule import Draft, Edit, Example, Fix, NoFix, Rule
from hublint.source.use import argument, unpacks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use

_ROOTS = ("keras", "tensorflow.keras", "tf_keras")
_LOADS = tuple(f"{root}.{module}.load_model" for root in _ROOTS for module in ("models", "saving"))
_SAVES = tuple(f"{root}.{module}.save_model" for root in _ROOTS for module in ("models", "saving"))
_COPIES = tuple(f"{root}.models.clone_model" for root in _ROOTS)
_DESCRIBE = frozenset({"get_config", "to_json"})
_LAYER = "tensorflow_hub.KerasLayer"
_TELL = "Tell Keras what a `KerasLayer` is"
_CUSTOM = frozenset({"CustomObjectScope", "custom_object_scope", "get_custom_objects"})


class HubLayerConfig(Rule):
    """A model with a `hub.KerasLayer` is written as a file, copied or loaded in a way that the layer does not survive.

    Files that end in `.h5` or `.keras`, `clone_model`, `to_json` and `get_config` describe each layer by its arguments.
    A layer of a loaded object has none that could be written: `NotImplementedError: Can only generate a valid config
    for `hub.KerasLayer(handle, ...)`that uses a string `handle``. One of a handle has, and the model is written, but it
    loads only if Keras is told what a KerasLayer is: `ValueError: Unknown layer: 'KerasLayer'`, or for `.keras` files
    `TypeError: The added layer must be an instance of class Layer` and `TypeError: 'str' object is not callable`.
    SavedModel folders have neither trouble. All this is of Keras 2 and tf_keras, whose models take the layer.

    The fixes make the layer of the handle itself, where the object is loaded for it alone, and pass
    `custom_objects={"KerasLayer": hub.KerasLayer}` where a file is loaded that the same code has written. The first is
    unsafe, as whoever loads the model then loads the published one first; the second is safe, as it failed.
    """

    code = "HUB317"
    name = "hub-layer-config"
    since = "0.1"
    applicability = "safe"
    severity = "error"
    targets = (2, 0)
    names = (_LAYER, *_LOADS)
    requires = ("KerasLayer",)
    examples = (
        Example(
            before="""\
import tensorflow as tf
import tensorflow_hub as hub

loaded = hub.load("https://tfhub.dev/google/nnlm-en-dim128/2")
model = tf.keras.Sequential([hub.KerasLayer(loaded), tf.keras.layers.Dense(1)])
model.save("classifier.keras")
""",
            after="""\
import tensorflow as tf
import tensorflow_hub as hub

model = tf.keras.Sequential([hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/2"), tf.keras.layers.Dense(1)])
model.save("classifier.keras")
""",
            target="tf=2.15",
        ),
        Example(
            before="""\
import tensorflow as tf
import tensorflow_hub as hub

embed = hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/2")
model = tf.keras.Sequential([embed, tf.keras.layers.Dense(1)])
model.save("classifier.h5")
restored = tf.keras.models.load_model("classifier.h5")
""",
            after="""\
import tensorflow as tf
import tensorflow_hub as hub

embed = hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/2")
model = tf.keras.Sequential([embed, tf.keras.layers.Dense(1)])
model.save("classifier.h5")
restored = tf.keras.models.load_model("classifier.h5", custom_objects={"KerasLayer": hub.KerasLayer})
""",
            target="tf=2.15",
        ),
    )
    references = (
        "https://github.com/tensorflow/hub/issues/343",
        "https://github.com/tensorflow/tensorflow/issues/26835",
        "https://www.tensorflow.org/guide/keras/save_and_serialize",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report what needs a description of a layer that has none, and a load that does not know the layer."""
        call = use.call
        if call is None or unpacks(call):
            return
        if use.name == _LAYER:
            yield from _undescribed(use.source, call, target())
        elif _is_none(argument(call, 1, "custom_objects")):
            yield from _unknown(use, call, target())


def _is_none(node: ast.expr | None) -> bool:
    return node is None or (isinstance(node, ast.Constant) and node.value is None)


class _Written(NamedTuple):
    """A place that needs the descriptions of a model's layers, and the path if that is written to a file."""

    node: ast.expr
    model: ast.expr
    path: ast.expr | None


def _undescribed(source: Source, made: ast.Call, target: Target) -> Iterator[Draft]:
    """Report the places that need the description of a layer which is made of an object."""
    from hublint_rules.hub.layers import in_model, loaded_object

    if loaded_object(source, made) is None:
        return
    for written in _descriptions(source, target):
        if in_model(source, written.model, made) or _is_layer(source, written, made):
            code = " ".join(source.code(written.node).split())
            told = f"`{code}` needs the arguments of a hub layer, and an object is none that can be written"
            message = f"{told}; make the layer of its handle, or save a SavedModel folder"
            yield Draft(written.node, message, lambda: _of_handle(source, made))


def _is_layer(source: Source, written: _Written, made: ast.Call) -> bool:
    from hublint_rules.origins import origins

    return written.path is None and origins(source, written.model) == [made]


def _descriptions(source: Source, target: Target) -> Iterator[_Written]:
    """Yield the places of a file that describe models by their layers' arguments, in Keras 2."""
    from hublint_rules.keras.flavours import is_keras_3
    from hublint_rules.keras.paths import written_format

    for function, call in source.index.calls.items():
        if unpacks(call):
            continue
        names = source.resolve(function)
        method = isinstance(function, ast.Attribute) and function.attr in _DESCRIBE | {"save"}
        model = function.value if method and isinstance(function, ast.Attribute) else argument(call, 0, "model")
        if model is None or not names:
            continue
        roots = {root for root in _ROOTS for name in names if name.startswith(f"{root}.")}
        if names == {f"{_LAYER}().get_config"}:
            yield _Written(function, model, None)
        if len(roots) != 1:
            continue
        root = roots.pop()
        if is_keras_3(root, target):
            continue
        if names <= set(_COPIES) or (names <= {f"{root}.Model().{one}" for root in _ROOTS for one in _DESCRIBE}):
            yield _Written(function, model, None)
        elif names <= {*_SAVES, *(f"{root}.Model().save" for root in _ROOTS)}:
            path = argument(call, 0 if method else 1, "filepath")
            format_ = path and written_format(source, path, call, target, root, keras3=False)
            if format_ in {"HDF5", ".keras"}:
                yield _Written(function, model, path)


def _of_handle(source: Source, made: ast.Call) -> Fix | NoFix:
    """Make the layer of the handle that its object was loaded from, if that is all the object is for."""
    from hublint_rules.hub.layers import loaded_object
    from hublint_rules.symbols.judgement import without

    given, load = argument(made, 0, "handle"), loaded_object(source, made)
    if given is None or load is None or len(load.args) + len(load.keywords) != 1:
        return NoFix("the object is loaded with more than a handle")
    handle = argument(load, 0, "handle")
    if handle is None or source.resolve(load.func) != {"tensorflow_hub.load"}:
        return NoFix("the object is not loaded with `hub.load`")
    edit = Edit(*source.span(given), source.code(handle))
    if given is load:
        return Fix("unsafe", "Make the layer of the handle", (edit,))
    statement = source.parents[load]
    if not isinstance(given, ast.Name) or not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return NoFix("the object is kept elsewhere")
    scope = source.scope(given)
    owner = scope.owner(given.id)
    reads = [name for reader, name in source.index.loads if name.id == given.id and reader.owner(name.id) is owner]
    bindings = owner.bindings[given.id] if owner is not None else []
    if reads != [given] or len(bindings) != 1 or owner is not scope:
        return NoFix("the object is used elsewhere too")
    if not isinstance(handle, ast.Constant) and not _stays(source, handle, given):
        return NoFix("the handle may be another one where the layer is made")
    gone = without(source, statement)
    if gone[0].replacement:
        return NoFix("the object is loaded on a line with something else")
    # Later than HUB314 may write the object's name where something else is saved.
    return Fix("unsafe", "Make the layer of the handle", (edit, *gone), stage=1)


def _stays(source: Source, handle: ast.expr, at: ast.expr) -> bool:
    """Tell whether a name means the same in two places of one scope."""
    if not isinstance(handle, ast.Name):
        return False
    scope = source.scope(handle)
    owner = scope.owner(handle.id)
    return (
        owner is not None and len(owner.bindings.get(handle.id, ())) == 1 and source.scope(at).owner(handle.id) is owner
    )


def _unknown(use: Use, call: ast.Call, target: Target) -> Iterator[Draft]:
    """Report the load of a file that the same code has written with a hub layer in it."""
    from hublint_rules.hub.layers import in_model
    from hublint_rules.keras.flavours import is_keras_3

    source = use.source
    path = argument(call, 0, "filepath")
    root = use.name.rpartition(".")[0].rpartition(".")[0]
    if path is None or is_keras_3(root, target) or any(name in source.text.utf8 for name in map(str.encode, _CUSTOM)):
        return
    spelled = _spelled(source, path)
    models = [w.model for w in _descriptions(source, target) if w.path and _spelled(source, w.path) == spelled]
    layers = [made for function, made in source.index.calls.items() if source.resolve(function) == {_LAYER}]
    layer = next((made for made in layers if any(in_model(source, model, made) for model in models)), None)
    if layer is not None:
        code = " ".join(source.code(use.node).split())
        entry = _entry(source, call, layer)
        message = f"`{code}` does not know the layer `KerasLayer` of the file; pass `custom_objects={entry}`"
        yield Draft(use.node, message, lambda: _with_objects(source, call, entry))


def _spelled(source: Source, path: ast.expr) -> str:
    """Return the form of a path, that of its one value if it is a name."""
    from hublint_rules.origins import known_texts

    found = known_texts(source, path)
    return repr(found[0]) if len(found) == 1 else ast.dump(path)


def _entry(source: Source, at: ast.expr, made: ast.Call) -> str:
    from hublint_rules.symbols.spelling import spell

    spelled = spell(source, _LAYER, source.scope(at), at)
    return f'{{"KerasLayer": {spelled.text if spelled is not None else source.code(made.func)}}}'


def _with_objects(source: Source, call: ast.Call, entry: str) -> Fix | NoFix:
    from hublint_rules.keras.arguments import Arguments
    from hublint_rules.rewrites.layout import quoted

    text = entry.replace('"KerasLayer"', quoted(source, "KerasLayer"))
    given = argument(call, 1, "custom_objects")
    if given is not None:
        return Fix("safe", _TELL, (Edit(*source.span(given), text),))
    try:
        edits = Arguments(source, call).adding(f"custom_objects={text}")
    except ValueError as error:
        return NoFix(str(error))
    return Fix("safe", _TELL, tuple(edits))
