"""HUB305."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal

from hublint.rule import Draft, Example, Fix, NoFix, Rule
from hublint.source.use import argument

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use
    from hublint_rules.hub.loads import Load
    from hublint_rules.hub.trainable import Trained

_Why = Literal["format", "signature", "publisher"]


class TrainableModule(Rule):
    """A layer is told to be trained, but the model that it loads cannot be fine-tuned.

    A model in TensorFlow 1's format, and any that is called by a signature, raises when the layer is called:
    `ValueError: Setting hub.KerasLayer.trainable = True is unsupported when loading from the TF1 Hub format`, or `...
    when calling a SavedModel signature`. Making the layer does not raise yet. A model in TensorFlow 2's format that its
    publisher marks as not fine-tunable trains nothing (only the log says `hub.KerasLayer is trainable but has zero
    trainable weights.`), or `fit` raises `ValueError: Could not find matching concrete function`, as nobody saved how
    it trains. hublint knows the formats and the marks from the catalogue of tfhub.dev, and the format of Kaggle's
    models from their handles.

    The fix names a later version in TensorFlow 2's format that can be fine-tuned, where there is one, and takes
    `trainable=True` away where there is none. Both are unsafe: one loads another model, the other trains less than was
    asked for. There is none for `layer.trainable = True` on a model without a later version.
    """

    code = "HUB305"
    name = "trainable-module"
    since = "0.1"
    applicability = "unsafe"
    severity = "error"
    targets = (2, 0)
    names = ("tensorflow_hub.KerasLayer",)
    examples = (
        Example(
            before="""\
import tensorflow_hub as hub

layer = hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/1", trainable=True)
""",
            after="""\
import tensorflow_hub as hub

layer = hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/2", trainable=True)
""",
        ),
        Example(
            before="""\
import tensorflow_hub as hub

layer = hub.KerasLayer("published/1", signature="serving_default", output_key="output_0", trainable=True)
""",
            after="""\
import tensorflow_hub as hub

layer = hub.KerasLayer("published/1", signature="serving_default", output_key="output_0")
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/hub/api_docs/python/hub/KerasLayer",
        "https://www.tensorflow.org/hub/model_compatibility",
        "https://github.com/tensorflow/hub/blob/v0.16.1/tensorflow_hub/keras_layer.py",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report each place that makes such a layer trainable."""
        del target
        from hublint_rules.hub.loads import load_of
        from hublint_rules.hub.trainable import trained

        load = load_of(use.source, use.call)
        why = _why(load) if load is not None else None
        if load is None or why is None or load.name != "tensorflow_hub.KerasLayer":
            return
        for place in trained(use.source, load.call):
            yield Draft(place.node, _message(use.source, load, why), partial(_fix, use.source, load, place, why))


def _why(load: Load) -> _Why | None:
    """Return why the model cannot be fine-tuned, None where it may."""
    from hublint_rules.hub.handles import format_of

    if format_of(load.handles) == "hub":
        return "format"
    signature = argument(load.call, 5, "signature")
    if signature is not None:
        return "signature" if _is_name(signature) else None
    marked = [version.fine_tunable for handle in load.handles for version in handle.versions]
    known = all(handle.versions for handle in load.handles)
    return "publisher" if known and marked and not any(marked) else None


def _is_name(signature: object) -> bool:
    import ast

    return isinstance(signature, ast.Constant) and isinstance(signature.value, str) and bool(signature.value)


def _message(source: Source, load: Load, why: _Why) -> str:
    from hublint_rules.hub.handles import later_version

    later = later_version(load.handles[0].text) if len(load.handles) == 1 else None
    if why == "signature":
        return "a layer that calls a signature cannot be trained; leave `trainable` out, or call the model itself"
    code = load.handles[0].path if len(load.handles) == 1 and load.handles[0].text else source.code(load.handle)
    shown = f"`{' '.join(code.split())}`"
    if why == "publisher":
        return f"{shown} is not made to be fine-tuned; leave `trainable` out, or load another model"
    instead = f"name version {later.number}" if later is not None and later.fine_tunable else "leave `trainable` out"
    return f"{shown} is in TensorFlow 1's format and cannot be trained by a layer; {instead}"


def _fix(source: Source, load: Load, place: Trained, why: _Why) -> Fix | NoFix:
    newer = _newer(source, load) if why == "format" else NoFix("")
    if isinstance(newer, Fix):
        return newer
    if not place.by_constructor:
        return NoFix("the layer is made trainable after it was made, and what follows may count on that")
    from hublint_rules.keras.arguments import Arguments

    above = source.text.line(place.node.lineno - 1) if place.node.lineno > load.call.lineno else ""
    if above.lstrip().startswith("#"):
        return NoFix("a comment stands above the argument that would go")
    try:
        arguments = Arguments(source, load.call)
        if place.node in load.call.args and len(load.call.args) > 2:
            return NoFix("further arguments are given by their places")
        edits = arguments.without([arguments.of(place.node)])
    except ValueError as error:
        return NoFix(str(error))
    return Fix("unsafe", "Leave `trainable` out", tuple(edits), reason=newer.reason)


def _newer(source: Source, load: Load) -> Fix | NoFix:
    """Name the later version that can be fine-tuned, if the handle can be rewritten."""
    from hublint_rules.hub.handles import later_version
    from hublint_rules.hub.loads import readers, rewritten, with_version

    handle = load.handles[0]
    later = later_version(handle.text) if len(load.handles) == 1 else None
    if later is None or not later.fine_tunable:
        return NoFix("there is no later version that can be fine-tuned")
    concerned = readers(source, handle)
    if any(other.name != "tensorflow_hub.KerasLayer" or other.selects for other in concerned):
        return NoFix("another call reads the handle and would not work with the later version")
    text = with_version(handle.text or "", later.number)
    edit = rewritten(source, handle, text, [other.call for other in concerned])
    if isinstance(edit, NoFix):
        return edit
    return Fix("unsafe", f"Name version {later.number}, which can be fine-tuned", (edit,))
