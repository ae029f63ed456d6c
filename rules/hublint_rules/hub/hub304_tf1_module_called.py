"""HUB304."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from hublint.rule import Draft, Edit, Example, Fix, NoFix, Rule
from hublint.source.use import argument

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use


class Tf1ModuleCalled(Rule):
    """A module of TensorFlow 1's format that was loaded with `hub.load` is called as if it were one of TensorFlow 2.

    `hub.load` gives such a module as an object that cannot be called: `TypeError: 'AutoTrackable' object is not
    callable`. What it computes is behind its signatures, most often the one called "default", whose result is a
    dictionary. hublint knows the format of the models of tfhub.dev from their catalogue, and that of Kaggle's from the
    handle (`.../TensorFlow1/...`).

    The fix calls the signature "default" and takes its output "default", which is what calling a `hub.Module` gave. It
    is unsafe, as some modules have other signatures or outputs. There is none where the call has more than the input: a
    newer version of the model in TensorFlow 2's format can be called, where there is one.
    """

    code = "HUB304"
    name = "tf1-module-called"
    since = "0.1"
    applicability = "unsafe"
    targets = (2, 0)
    names = ("tensorflow_hub.load",)
    examples = (
        Example(
            before="""\
import tensorflow_hub as hub

embed = hub.load("https://tfhub.dev/google/universal-sentence-encoder/2")
vectors = embed(["one", "two"])
""",
            after="""\
import tensorflow_hub as hub

embed = hub.load("https://tfhub.dev/google/universal-sentence-encoder/2")
vectors = embed.signatures["default"](["one", "two"])["default"]
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
        load, source = use.call, use.source
        handle = None if load is None else argument(load, 0, "handle")
        if load is None or handle is None:
            return
        from hublint_rules.hub.handles import format_of, handles
        from hublint_rules.origins import calls_of_result

        if format_of(handles(source, handle)) != "hub":
            return
        for call in calls_of_result(source, load):
            code = " ".join(source.code(call.func).split())
            message = f"`{code}` is in TensorFlow 1's format and cannot be called; call a signature of it"
            yield Draft(call.func, message, partial(_fix, source, call))


def _fix(source: Source, call: ast.Call) -> Fix | NoFix:
    if len(call.args) != 1 or call.keywords:
        return NoFix("the call has more than the input, and what a signature takes has to be looked up")
    from hublint_rules.rewrites.layout import quoted

    default = quoted(source, "default")
    behind, end = source.span(call.func)[1], source.span(call)[1]
    edits = (Edit(behind, behind, f".signatures[{default}]"), Edit(end, end, f"[{default}]"))
    return Fix("unsafe", 'Call the signature "default" and take its output', edits)
