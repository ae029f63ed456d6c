"""HUB515."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from hublint.rule import Draft, Edit, Example, Fix, NoFix, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Target, Use

# What TensorFlow 1 had as methods of a dataset, and the functions that take their place.
_METHODS = {
    "make_one_shot_iterator": "make_one_shot_iterator",
    "make_initializable_iterator": "make_initializable_iterator",
}


class DatasetIterator(Rule):
    """A `tf.data` dataset has no method that makes an iterator.

    It fails with `AttributeError: '_BatchDataset' object has no attribute 'make_one_shot_iterator'`. TensorFlow 2 loops
    over a dataset as over a list: `for batch in dataset`. In a graph that is not possible, and `tf.compat.v1.data` has
    functions that do what the methods did.

    The fix writes such a function. It is unsafe because the iterator is one of graph mode, and because a method of this
    name could be somebody else's.
    """

    code = "HUB515"
    name = "dataset-iterator"
    since = "0.1"
    applicability = "unsafe"
    targets = (2, 0)
    names = tuple(f"*.{method}" for method in _METHODS)
    requires = ("tensorflow",)
    examples = (
        Example(
            before="""\
import tensorflow as tf

numbers = tf.data.Dataset.range(3).make_one_shot_iterator()
""",
            after="""\
import tensorflow as tf

numbers = tf.compat.v1.data.make_one_shot_iterator(tf.data.Dataset.range(3))
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/api_docs/python/tf/compat/v1/data/make_one_shot_iterator",
        "https://www.tensorflow.org/guide/data",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report the method of whatever is not a module."""
        from hublint_rules.symbols.context import guarded

        del target
        node, call = use.node, use.call
        if not isinstance(node, ast.Attribute) or call is None or guarded(use.source, node):
            return
        known = use.source.resolve(node.value, use.scope)
        if any(name.startswith("tensorflow.") and "(" not in name for name in known):
            return  # `tf.data.make_one_shot_iterator(dataset)` is a function, and another rule's business
        if any(name.startswith("tensorflow.compat.v1.") for name in known):
            return  # a TensorFlow 1 dataset still has the method
        yield Draft(
            node,
            f"`{node.attr}` is no method of a dataset in TensorFlow 2; loop over the dataset, or in a graph call"
            f" `tf.compat.v1.data.{_METHODS[node.attr]}`",
            lambda: _function(use, node, call),
        )


def _function(use: Use, node: ast.Attribute, call: ast.Call) -> Fix | NoFix:
    from hublint_rules.rewrites.graph_mode import builds_own_graph
    from hublint_rules.symbols.context import holds_second
    from hublint_rules.symbols.judgement import STAGE
    from hublint_rules.symbols.spelling import spell

    source = use.source
    if holds_second(source) and not builds_own_graph(source, node):
        return NoFix("the file also holds TensorFlow 2 code; loop over the dataset there")
    spelled = spell(source, f"tensorflow.compat.v1.data.{_METHODS[node.attr]}", use.scope, node)
    if spelled is None:
        return NoFix("no name for TensorFlow is free here")
    start, end = source.span(node)
    inner = source.span(node.value)[1]
    between = source.text.utf8[inner:end]
    bracket = source.text.utf8.find(b"(", end, source.span(call)[1])
    if b"#" in between or b"\\" in between or b")" in between or source.text.utf8[end:bracket].strip():
        return NoFix("the call is laid out in a way that hublint does not rewrite")
    more = ", " if call.args or call.keywords else ""
    edits = (Edit(start, start, f"{spelled.text}("), Edit(inner, bracket + 1, more))
    return Fix("unsafe", f"Write `{spelled.text}(...)`", edits, spelled.imports, STAGE)


__all__ = ["DatasetIterator"]
