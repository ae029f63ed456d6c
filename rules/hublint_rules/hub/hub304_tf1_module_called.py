"""HUB304."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING

from hublint.rule import Draft, Edit, Example, Fix, NoFix, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use


class Tf1ModuleCalled(Rule):
    """A module of TensorFlow 1's format that was loaded with `hub.load` is called as if it were one of TensorFlow 2.

    `hub.load` gives such a module as an object that cannot be called: `TypeError: 'AutoTrackable' object is not
    callable`. Handed on as a function it fails later: `ValueError: Argument `func` must be a callable` from
    `Dataset.map`, `ValueError: Expected a string, got <...AutoTrackable object>` from `hub.KerasLayer`. What it
    computes is behind its signatures, most often the one called "default", whose result is a dictionary. hublint knows
    the format of the models of tfhub.dev from their catalogue, and that of Kaggle's from the handle
    (`.../TensorFlow1/...`).

    The fix calls the signature "default", or the one that the call asks for as calls of a `hub.Module` could, and takes
    its output "default" unless the call asks for all of them, which is what calling a `hub.Module` gave. Up to
    TensorFlow 2.15 a signature takes tensors only, so that what is not certainly one is made one. The fix is unsafe, as
    some modules have other signatures or outputs. There is none where the call has more than the input, or the object
    is handed on: a newer version of the model in TensorFlow 2's format can be called, where there is one.
    """

    code = "HUB304"
    name = "tf1-module-called"
    since = "0.1"
    applicability = "unsafe"
    severity = "error"
    targets = (2, 0)
    names = ("tensorflow_hub.load",)
    examples = (
        Example(
            before="""\
import tensorflow as tf
import tensorflow_hub as hub

embed = hub.load("https://tfhub.dev/google/universal-sentence-encoder/2")
vectors = embed(["one", "two"])
""",
            after="""\
import tensorflow as tf
import tensorflow_hub as hub

embed = hub.load("https://tfhub.dev/google/universal-sentence-encoder/2")
vectors = embed.signatures["default"](tf.constant(["one", "two"]))["default"]
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/hub/common_issues",
        "https://www.tensorflow.org/hub/model_compatibility",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report each call of what a handle of TensorFlow 1's format gives."""
        del target
        from hublint_rules.hub.handles import format_of
        from hublint_rules.hub.loads import handed_on_as_function, load_of
        from hublint_rules.origins import calls_of_result

        source = use.source
        load = load_of(source, use.call)
        if load is None or format_of(load.handles) != "hub":
            return
        instead = "call a signature of it" + _or_newer([handle.text for handle in load.handles])
        for call in calls_of_result(source, load.call):
            message = f"`{_shown(source, call.func)}` is in TensorFlow 1's format and cannot be called; {instead}"
            yield Draft(call.func, message, partial(_fix, source, call))
        for _, given in handed_on_as_function(source, load.call):
            message = f"`{_shown(source, given)}` is in TensorFlow 1's format and no function; {instead}"
            yield Draft(given, message, _no_function)


def _no_function() -> NoFix:
    return NoFix("what takes the object for a function needs one that calls a signature and takes an output")


def _shown(source: Source, node: ast.expr) -> str:
    return " ".join(source.code(node).split())


def _or_newer(texts: list[str | None]) -> str:
    """Return what else helps where one model is loaded that has a version in TensorFlow 2's format."""
    from hublint_rules.hub.handles import later_version

    later = later_version(texts[0]) if len(texts) == 1 else None
    return f", or load version {later.number}" if later is not None else ""


def _fix(source: Source, call: ast.Call) -> Fix | NoFix:
    asked = _asked(call)
    if asked is None:
        return NoFix("the call has more than the input, and what a signature takes has to be looked up")
    from hublint_rules.rewrites.layout import quoted

    signature, all_outputs = asked
    given = call.args[0]
    # What stood round the input goes, with the arguments behind it.
    (start, stop), (_, behind), (_, end) = source.span(given), source.span(call.func), source.span(call)
    before, after = f".signatures[{quoted(source, signature)}](", ")"
    imports: tuple[tuple[str, str], ...] = ()
    if not any(name.startswith("tensorflow.") for name in source.resolve(given)):
        spelled, imports = _tensorflow(source, given)
        if spelled is None:
            return NoFix("`tf` is the name of something else here, and the input has to be made a tensor")
        literal = isinstance(given, (ast.Constant, ast.List, ast.Tuple))
        before += f"{spelled}.{'constant' if literal else 'convert_to_tensor'}("
        after += ")"
    if not all_outputs and not _takes_an_output(source, call):
        after += f"[{quoted(source, 'default')}]"
    if b"#" in source.text.utf8[behind:start] + source.text.utf8[stop:end]:
        return NoFix("a comment stands among the arguments")
    edits = (Edit(behind, start, before), Edit(stop, end, after))
    return Fix("unsafe", f'Call the signature "{signature}" and take its output', edits, imports)


def _asked(call: ast.Call) -> tuple[str, bool] | None:
    """Return the signature that a call asks for, as one of a `hub.Module` may, and whether for all of its outputs.

    None if it has anything but one input besides: what other signatures take by name is not to be seen.
    """
    said = {
        keyword.arg: keyword.value.value if isinstance(keyword.value, ast.Constant) else None
        for keyword in call.keywords
    }
    signature, all_outputs = said.pop("signature", "default"), said.pop("as_dict", False)
    plain = len(call.args) == 1 and not isinstance(call.args[0], (ast.Dict, ast.Starred))
    if said or not plain or not isinstance(signature, str) or not isinstance(all_outputs, bool):
        return None
    return signature, all_outputs


def _takes_an_output(source: Source, call: ast.Call) -> bool:
    """Tell whether one output is taken of what the call returns: `elmo(sentences)["elmo"]`."""
    parent = source.parents[call]
    return (
        isinstance(parent, ast.Subscript)
        and isinstance(parent.slice, ast.Constant)
        and isinstance(parent.slice.value, str)
    )


def _tensorflow(source: Source, node: ast.expr) -> tuple[str | None, tuple[tuple[str, str], ...]]:
    """Return how TensorFlow is spelled at a node, and the import that it needs for that."""
    scope = source.scope(node)
    known = source.local_name("tensorflow")
    if known is not None and scope.owner(known) is source.index.module:
        return known, ()
    return (None, ()) if scope.owner("tf") is not None else ("tf", (("tensorflow", "tf"),))
