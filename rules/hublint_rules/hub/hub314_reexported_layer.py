"""HUB314."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from hublint.rule import Draft, Edit, Example, Fix, NoFix, Rule, v1
from hublint.source.use import argument, unpacks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use

_SAVES = v1("saved_model.save")
_METHODS = ("tensorflow_hub.KerasLayer().export", "tensorflow_hub.KerasLayer().save")
_SIGNATURES = 2  # `tf.saved_model.save(obj, export_dir, signatures)`


class ReexportedLayer(Rule):
    """A fine-tuned `hub.KerasLayer` is saved itself, or an object beside it, where the object in it is meant.

    `tf.saved_model.save(layer, folder)` writes the trained weights and no function: whoever calls what is loaded, or
    puts it into a `hub.KerasLayer`, meets `ValueError: Found zero restored functions for caller function.`, or
    `TypeError: '_UserObject' object is not callable` if the layer was never called. `layer.save` is no method of a
    layer: `AttributeError: 'KerasLayer' object has no attribute 'save'`. The object that the layer was made of, or
    loaded from its handle, can be saved, loaded, called and tuned again. One that `hub.load` gave from the same handle
    beside the layer is another one, and keeps the weights as they were published.

    The fix saves the object in the layer, by its own name if it has one and else as `layer.resolved_object`. It is
    unsafe because what is in the folder is another thing. A layer that is saved with `signatures` can be served and is
    not reported, nor is a whole model, which is saved as one.
    """

    code = "HUB314"
    name = "reexported-layer"
    since = "0.1"
    applicability = "unsafe"
    severity = "error"
    targets = (2, 0)
    names = (*_SAVES, *_METHODS)
    requires = ("KerasLayer",)
    examples = (
        Example(
            before="""\
import tensorflow as tf
import tensorflow_hub as hub

loaded = hub.load("https://tfhub.dev/google/nnlm-en-dim128/2")
layer = hub.KerasLayer(loaded, trainable=True)
train(layer)
tf.saved_model.save(layer, "finetuned/1")
""",
            after="""\
import tensorflow as tf
import tensorflow_hub as hub

loaded = hub.load("https://tfhub.dev/google/nnlm-en-dim128/2")
layer = hub.KerasLayer(loaded, trainable=True)
train(layer)
tf.saved_model.save(loaded, "finetuned/1")
""",
        ),
        Example(
            before="""\
import tensorflow as tf
import tensorflow_hub as hub

layer = hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/2", trainable=True)
train(layer)
layer.save("finetuned/1")
""",
            after="""\
import tensorflow as tf
import tensorflow_hub as hub

layer = hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/2", trainable=True)
train(layer)
tf.saved_model.save(layer.resolved_object, "finetuned/1")
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/hub/tf2_saved_model",
        "https://github.com/tensorflow/hub/issues/438",
        "https://github.com/tensorflow/hub/issues/736",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report a call that saves a layer, or an object that is not the one in it."""
        del target
        call, source = use.call, use.source
        if call is None or unpacks(call):
            return
        by_method = use.name in _METHODS
        if not by_method and argument(call, _SIGNATURES, "signatures") is not None:
            return
        saved = use.node.value if by_method and isinstance(use.node, ast.Attribute) else argument(call, 0, "obj")
        if saved is None:
            return
        made = _layer_of(source, saved)
        if made is not None:
            yield from _drafts(use, call, saved, made)
        elif not by_method:
            yield from _beside(source, saved)


def _drafts(use: Use, call: ast.Call, saved: ast.expr, made: ast.Call) -> Iterator[Draft]:
    """Report a layer that is saved itself."""
    source = use.source
    inner = _object_in(source, saved, made)
    if use.name in _METHODS:
        code = " ".join(source.code(use.node).split())
        message = f"`{code}` does not exist, a `hub.KerasLayer` is no model; save `{inner}` with `tf.saved_model.save`"
        yield Draft(use.node, message, lambda: _by_function(use, call, inner))
        return
    code = " ".join(source.code(saved).split())
    message = f"`{code}` is saved as a Keras layer, which nobody can call once it is loaded; save `{inner}`"
    fix = Fix("unsafe", f"Save `{inner}`", (Edit(*source.span(saved), inner),))
    yield Draft(saved, message, lambda: fix)


def _by_function(use: Use, call: ast.Call, inner: str) -> Fix | NoFix:
    """Write `tf.saved_model.save(inner, path)` for `layer.save(path)`."""
    from hublint_rules.symbols.spelling import spell

    source = use.source
    if len(call.args) != 1 or call.keywords:
        return NoFix("the call has more than a path, or gives it by name")
    spelled = spell(source, "tensorflow.saved_model.save", use.scope, use.node)
    if spelled is None:
        return NoFix("no name for TensorFlow is free here")
    at = source.span(call.args[0])[0]
    edits = (Edit(*source.span(use.node), spelled.text), Edit(at, at, f"{inner}, "))
    return Fix("unsafe", f"Save `{inner}`", edits, spelled.imports)


def _layer_of(source: Source, node: ast.expr) -> ast.Call | None:
    """Return the call that makes the layer which an expression certainly is, None if it is something else."""
    from hublint_rules.hub.handles import format_of, handles
    from hublint_rules.hub.layers import loaded_object
    from hublint_rules.origins import only_origins

    found = only_origins(source, node)
    made = found[0] if len(found) == 1 else None
    if not isinstance(made, ast.Call) or source.resolve(made.func) != {"tensorflow_hub.KerasLayer"}:
        return None
    handle = argument(loaded_object(source, made) or made, 0, "handle")
    # What becomes of a module in TensorFlow 1's format that is saved again was not looked into.
    return made if handle is None or format_of(handles(source, handle)) != "hub" else None


def _object_in(source: Source, layer: ast.expr, made: ast.Call) -> str:
    """Return the text for the object in a layer, where the layer is saved."""
    from hublint_rules.hub.layers import loaded_object

    given = argument(made, 0, "handle")
    if isinstance(given, ast.Name) and loaded_object(source, made) is not None:
        scope = source.scope(layer)
        bindings = scope.visible(given.id, layer)
        if len(bindings) == 1 and bindings == source.scope(given).visible(given.id, given):
            return given.id
    return f"{source.code(layer)}.resolved_object"


def _beside(source: Source, saved: ast.expr) -> Iterator[Draft]:
    """Report an object that is loaded, and saved, while a layer of the same handle is trained."""
    from hublint_rules.hub.layers import is_trained
    from hublint_rules.origins import known_texts

    load = _only_saved(source, saved)
    handle = argument(load, 0, "handle") if load is not None else None
    texts = known_texts(source, handle) if handle is not None else []
    if len(texts) != 1:
        return
    for function, made in source.index.calls.items():
        if source.resolve(function) != {"tensorflow_hub.KerasLayer"} or not is_trained(source, made):
            continue
        given = argument(made, 0, "handle")
        if given is None or known_texts(source, given) != texts:
            continue
        code = source.code(saved)
        layer = _name_of(source, made, saved)
        inner = f"{layer}.resolved_object" if layer is not None else "the layer's `resolved_object`"
        advice = f"save `{inner}`" if layer is not None else f"save {inner}"
        message = f"`{code}` was loaded beside the layer that is trained and stays as it was published; {advice}"
        fix: Fix | NoFix = NoFix("the layer has no name here")
        if layer is not None:
            fix = Fix("unsafe", f"Save `{inner}`", (Edit(*source.span(saved), inner),))
        yield Draft(saved, message, lambda fix=fix: fix)  # type: ignore[misc]
        return


def _only_saved(source: Source, saved: ast.expr) -> ast.Call | None:
    """Return the `hub.load` that makes what is saved, if nothing else is done with it."""
    scope = source.scope(saved)
    bindings = scope.visible(saved.id, saved) if isinstance(saved, ast.Name) else []
    load = bindings[0].value if len(bindings) == 1 else None
    if not isinstance(saved, ast.Name) or not isinstance(load, ast.Call):
        return None
    owner = scope.owner(saved.id)
    reads = [name for reader, name in source.index.loads if name.id == saved.id and reader.owner(name.id) is owner]
    return load if reads == [saved] and source.resolve(load.func) == {"tensorflow_hub.load"} else None


def _name_of(source: Source, made: ast.Call, at: ast.expr) -> str | None:
    """Return the name by which a layer can be read at some place, None if it has none there."""
    statement = source.parents.get(made)
    target = statement.targets[0] if isinstance(statement, ast.Assign) and len(statement.targets) == 1 else None
    if not isinstance(target, ast.Name):
        return None
    bindings = source.scope(at).visible(target.id, at)
    return target.id if len(bindings) == 1 and bindings[0].value is made else None
