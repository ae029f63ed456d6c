"""HUB315."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING

from hublint.rule import Draft, Edit, Example, Fix, NoFix, Rule, v1
from hublint.source.use import argument

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use

_HUB = {"tensorflow_hub.KerasLayer": 4, "tensorflow_hub.load": 1}
_LOADER = v1("saved_model.load", "saved_model.loader.load")


class ModuleTags(Rule):
    """A model is loaded by tags under which it holds nothing.

    TensorFlow 2 saves one graph under the tag "serve". Other tags, the empty list too, raise `ValueError: Got an
    incompatible argument to `tags`: {'train'}. The SavedModel at ... has one MetaGraph with tags ['serve'].` Modules in
    TensorFlow 1's format have their graphs under no tag and mostly under "train" too, but not under "serve":
    `RuntimeError: MetaGraphDef associated with tags 'serve' could not be found in SavedModel, with available tags
    '[set(), {'train'}]'`. The loader of TensorFlow 1 reads a text as a set of letters, so that `"serve"` is not the tag
    "serve": `RuntimeError: MetaGraphDef associated with tags serve could not be found in SavedModel`.

    The fix leaves `tags` out, so that the graph is loaded that the model has for inference, and puts a text into a
    list. It is unsafe: whoever wrote "train" wanted to train, which a model of TensorFlow 2 does by `training=True`
    when it is called.
    """

    code = "HUB315"
    name = "module-tags"
    since = "0.1"
    applicability = "unsafe"
    severity = "error"
    names = (*sorted(_HUB), *sorted(_LOADER))
    examples = (
        Example(
            before="""\
import tensorflow_hub as hub

model = hub.load("https://tfhub.dev/google/universal-sentence-encoder/4", tags={"train"})
""",
            after="""\
import tensorflow_hub as hub

model = hub.load("https://tfhub.dev/google/universal-sentence-encoder/4")
""",
        ),
        Example(
            before="""\
import tensorflow as tf

with tf.Graph().as_default(), tf.compat.v1.Session() as session:
    tf.compat.v1.saved_model.loader.load(session, "serve", export_dir)
""",
            after="""\
import tensorflow as tf

with tf.Graph().as_default(), tf.compat.v1.Session() as session:
    tf.compat.v1.saved_model.loader.load(session, ["serve"], export_dir)
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/api_docs/python/tf/saved_model/load",
        "https://www.tensorflow.org/hub/api_docs/python/hub/load",
        "https://github.com/tensorflow/hub/issues/343",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report tags that the model certainly does not have."""
        if use.call is None:
            return
        if use.name in _LOADER:
            # `tf.saved_model.load` has another signature in TensorFlow 2.
            if use.name != "tensorflow.saved_model.load" or target().tensorflow < (2, 0):
                yield from _of_loader(use.source, use.call)
        elif target().tensorflow >= (2, 0):
            yield from _of_hub(use.source, use.call, _HUB[use.name])


def _of_loader(source: Source, call: ast.Call) -> Iterator[Draft]:
    tags = argument(call, 1, "tags")
    if isinstance(tags, ast.Constant) and isinstance(tags.value, str) and len(tags.value) > 1:
        code = source.code(tags)
        start, end = source.span(tags)
        edits = (Edit(start, start, "["), Edit(end, end, "]"))
        message = f"{code} is read as the letters of it; write `[{code}]`"
        yield Draft(tags, message, lambda: Fix("unsafe", "Put the tag into a list", edits))


def _of_hub(source: Source, call: ast.Call, position: int) -> Iterator[Draft]:
    from hublint_rules.hub.handles import format_of
    from hublint_rules.hub.loads import load_of

    load = load_of(source, call)
    tags = argument(call, position, "tags")
    wanted = _tags(source, tags) if tags is not None else None
    if load is None or tags is None or wanted is None:
        return
    known = format_of(load.handles)
    if (known == "saved_model" and wanted != {"serve"}) or (known == "hub" and "serve" in wanted):
        number = "2" if known == "saved_model" else "1"
        code = " ".join(source.code(tags).split())
        message = f"no model in TensorFlow {number}'s format has a graph with the tags `{code}`; leave `tags` out"
        yield Draft(tags, message, partial(_without, source, call, tags))


def _tags(source: Source, node: ast.expr) -> frozenset[str] | None:
    """Return the tags that a value certainly is; None for others, and for the value None."""
    from hublint_rules.origins import known_texts, only_origins

    found: set[frozenset[str] | None] = set()
    for value in only_origins(source, node):
        parts: list[ast.expr] = [value]
        if isinstance(value, (ast.List, ast.Set, ast.Tuple)):
            parts = value.elts
        elif isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id in {"frozenset", "set"}:
            if value.keywords or len(value.args) > 1:
                return None
            inner = value.args[0] if value.args else None
            if inner is not None and not isinstance(inner, (ast.List, ast.Set, ast.Tuple)):
                return None
            parts = inner.elts if isinstance(inner, (ast.List, ast.Set, ast.Tuple)) else []
        texts = [known_texts(source, part) for part in parts]
        found.add(frozenset(text[0] for text in texts) if all(len(text) == 1 for text in texts) else None)
    return found.pop() if len(found) == 1 else None


def _without(source: Source, call: ast.Call, tags: ast.expr) -> Fix | NoFix:
    from hublint_rules.keras.arguments import Arguments

    if tags in call.args and call.args[-1] is not tags:
        return NoFix("further arguments are given by their places")
    try:
        arguments = Arguments(source, call)
        edits = arguments.without([arguments.of(tags)])
    except ValueError as error:
        return NoFix(str(error))
    return Fix("unsafe", "Leave `tags` out", tuple(edits))
