"""HUB313."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Literal, NamedTuple

from hublint.rule import Draft, Edit, Example, Fix, NoFix, Rule
from hublint.source.use import argument, unpacks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use
    from hublint_rules.hub.handles import Handle

_Wrong = Literal["none", "both", "no signature"]

# What a `hub.KerasLayer` takes by position behind the handle, `trainable`, `arguments` and a sentinel.
_SIGNATURE, _AS_DICT, _OUTPUT_KEY = 5, 6, 7

# Signatures of TensorFlow 2 and of TensorFlow Serving; modules of TensorFlow 1's format have others.
_SERVED = frozenset({"serve", "serving_default"})


class SignatureOutput(Rule):
    """A `hub.KerasLayer` calls a signature and is not told which of its outputs it returns, or is told twice.

    A signature returns a dictionary, so making the layer raises `ValueError: When using a signature, either output_key
    or signature_outputs_as_dict=True should be set.`, also where both are set. With `signature_outputs_as_dict=True`
    and no signature it raises `ValueError: signature_outputs_as_dict is only valid if specifying a signature`. Models
    in TensorFlow 1's format have defaults for both, so a layer whose model may be one is only reported where it is told
    twice.

    The fix asks for the dictionary where every result is read as one, and takes `output_key` away where it is told
    twice and read as one. It is unsafe, as the outputs may have other names. Elsewhere only the model tells the names
    of its outputs: `hub.load(handle).signatures["serving_default"].structured_outputs`.
    """

    code = "HUB313"
    name = "signature-output"
    since = "0.1"
    applicability = "unsafe"
    severity = "error"
    targets = (2, 0)
    names = ("tensorflow_hub.KerasLayer",)
    examples = (
        Example(
            before="""\
import tensorflow_hub as hub

HANDLE = "https://tfhub.dev/tensorflow/ssd_mobilenet_v2/2"
detector = hub.KerasLayer(HANDLE, signature="serving_default")
boxes = detector(images)["detection_boxes"]
""",
            after="""\
import tensorflow_hub as hub

HANDLE = "https://tfhub.dev/tensorflow/ssd_mobilenet_v2/2"
detector = hub.KerasLayer(HANDLE, signature="serving_default", signature_outputs_as_dict=True)
boxes = detector(images)["detection_boxes"]
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/hub/api_docs/python/hub/KerasLayer",
        "https://github.com/tensorflow/hub/blob/v0.16.1/tensorflow_hub/keras_layer.py",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report a layer that cannot be made."""
        del target
        made = use.call
        if made is None or unpacks(made) or _is_expected(use.source, made):
            return
        layer = _Layer(use.source, made)
        wrong = layer.wrong()
        if wrong is not None:
            yield Draft(use.node, _message(layer, wrong), lambda: _fix(layer, wrong))


class _Layer(NamedTuple):
    """A call that makes a layer."""

    source: Source
    call: ast.Call

    @property
    def signature(self) -> ast.expr | None:
        return _given(argument(self.call, _SIGNATURE, "signature"))

    @property
    def as_dict(self) -> ast.expr | None:
        return _given(argument(self.call, _AS_DICT, "signature_outputs_as_dict"))

    @property
    def output_key(self) -> ast.expr | None:
        return _given(argument(self.call, _OUTPUT_KEY, "output_key"))

    def wrong(self) -> _Wrong | None:
        """Return why the layer certainly cannot be made, None if it may be."""
        as_dict = self.as_dict
        asks = as_dict is not None and _is_constant(as_dict, kind=bool)
        if asks and self.output_key is not None and _is_constant(self.output_key, kind=str):
            return "both"
        if asks and self.signature is None:
            return "no signature" if self._formats() == {"saved_model"} else None
        if as_dict is not None or self.output_key is not None or self.signature is None:
            return None
        names, formats = _texts(self.source, self.signature), self._formats()
        if not names or "" in names:
            return None
        second = formats == {"saved_model"} or (names <= _SERVED and "hub" not in formats)
        return "none" if second else None

    def _formats(self) -> set[str | None]:
        from hublint_rules.hub.handles import handles
        from hublint_rules.hub.layers import loaded_object

        handle = argument(self.call, 0, "handle")
        load = loaded_object(self.source, self.call)
        if load is not None:
            handle = argument(load, 0, "handle")
        found: list[Handle] = handles(self.source, handle) if handle is not None else []
        return {one.format for one in found} or {None}

    def results(self) -> list[ast.expr | None]:
        """Return how the results of the layer are read: the key each is subscripted by, None for what is not."""
        from hublint_rules.origins import calls_of_result

        found: list[ast.expr | None] = []
        for call in calls_of_result(self.source, self.call):
            found += _reads(self.source, call)
        return found


def _is_expected(source: Source, made: ast.Call) -> bool:
    """Tell whether a test expects that the layer cannot be made."""
    return any(
        isinstance(item.context_expr, ast.Call)
        and isinstance(item.context_expr.func, ast.Attribute)
        and item.context_expr.func.attr.startswith(("assertRaises", "raises"))
        for outer in source.ancestors(made)
        if isinstance(outer, ast.With)
        for item in outer.items
    )


def _reads(source: Source, result: ast.expr) -> Iterator[ast.expr | None]:
    """Yield the keys that a result is read by, also under the name that it is given; None for what else is done."""
    outer = source.parents.get(result)
    if isinstance(outer, ast.Subscript) and outer.value is result:
        yield outer.slice if _is_constant(outer.slice, kind=str) else None
        return
    name = outer.targets[0] if isinstance(outer, ast.Assign) and len(outer.targets) == 1 else None
    scope = source.scope(result)
    if not isinstance(name, ast.Name) or len(scope.bindings.get(name.id, ())) != 1:
        yield None
        return
    read = [loaded for reader, loaded in source.index.loads if loaded.id == name.id and reader.owner(name.id) is scope]
    if not read:
        yield None
    for loaded in read:
        inner = source.parents.get(loaded)
        by = inner.slice if isinstance(inner, ast.Subscript) and inner.value is loaded else None
        yield by if by is not None and _is_constant(by, kind=str) else None


def _given(node: ast.expr | None) -> ast.expr | None:
    """Return an argument, None if it is given as what stands for none: None, or False."""
    return None if isinstance(node, ast.Constant) and node.value in {None, False} else node


def _is_constant(node: ast.expr, kind: type) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, kind)


def _texts(source: Source, node: ast.expr) -> set[str]:
    from hublint_rules.origins import known_texts

    return set(known_texts(source, node))


def _message(layer: _Layer, wrong: _Wrong) -> str:
    if wrong == "both":
        return "the layer is told twice what it returns; leave out `output_key` or `signature_outputs_as_dict`"
    if wrong == "no signature":
        return "`signature_outputs_as_dict` is for a signature and none is named; pass `signature=` or leave it out"
    code = layer.source.code(layer.signature) if layer.signature is not None else ""
    told = f"the signature {code} returns a dictionary, which a layer does not without being told"
    return f"{told}; pass `output_key=` or `signature_outputs_as_dict=True`"


def _fix(layer: _Layer, wrong: _Wrong) -> Fix | NoFix:
    from hublint_rules.keras.arguments import Arguments

    if wrong == "no signature":
        return NoFix("only the model tells which signatures it has")
    results = layer.results()
    as_dict = bool(results) and None not in results
    if not as_dict:
        return NoFix("only the model tells the names of its outputs")
    try:
        arguments = Arguments(layer.source, layer.call)
        if wrong == "none":
            given = argument(layer.call, _AS_DICT, "signature_outputs_as_dict")
            edits = arguments.adding("signature_outputs_as_dict=True")
            if given is not None:
                edits = [Edit(*layer.source.span(given), "True")]
            return Fix("unsafe", "Return all outputs, as they are read", tuple(edits))
        key = next(k for k in layer.call.keywords if k.arg == "output_key")
        edits = arguments.without([arguments.of(key.value)])
    except (StopIteration, ValueError) as error:
        return NoFix(str(error) or "the output is given by position")
    return Fix("unsafe", "Return all outputs, as they are read", tuple(edits))
