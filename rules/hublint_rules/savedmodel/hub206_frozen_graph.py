"""HUB206."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from hublint.rule import Draft, Edit, Example, Fix, NoFix, Rule, v1
from hublint.source.use import argument

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Target, Use

_FREEZE = "convert_variables_to_constants"
_CUTS = {
    "extract_sub_graph": "cuts a `GraphDef` down to some nodes",
    "remove_training_nodes": "cuts what only training needs from a `GraphDef`",
}
_TOOL = "tensorflow.python.tools.freeze_graph.freeze_graph"

# What TensorFlow 2.15 and 2.21 call an argument of `freeze_graph` of TensorFlow 1.
_RENAMED = {"variable_names_blacklist": "variable_names_denylist"}
_WITH_NEW_NAMES = (2, 15)


class FrozenGraph(Rule):
    """A frozen graph holds a session's variables as constants; TensorFlow 2 exports a SavedModel, variables and all.

    `tf.graph_util.convert_variables_to_constants` fails with `AttributeError: module 'tensorflow._api.v2.graph_util'
    has no attribute 'convert_variables_to_constants'`. Under `tf.compat.v1` it does in TensorFlow 2.15 and 2.21 what it
    did, in a graph or beside it, for it takes all it needs from the session. `freeze_graph`, which never was public, is
    still shipped; given a `GraphDef` and a checkpoint, it fails with `IndexError: tuple index out of range` for
    variables of the kind that TensorFlow 2 makes. The function for TensorFlow 2, `convert_variables_to_constants_v2`,
    is private as well, and runs eagerly only.

    The fix writes the name under `tf.compat.v1`, which is safe: it is the same function, and the names of the graph's
    nodes, by which whoever reads the file knows them, stay. That is right where a consumer wants a frozen `GraphDef`.
    Everybody else wants a SavedModel: the finding shows how one is made of the frozen graph, whatever the session came
    from; with the graph and the session it is still reported, until that is done.
    """

    code = "HUB206"
    name = "frozen-graph"
    since = "0.1"
    applicability = "safe"
    targets = (2, 0)
    names = (*v1(f"graph_util.{_FREEZE}", *(f"graph_util.{name}" for name in _CUTS)), _TOOL)
    examples = (
        Example(
            before="""\
import tensorflow as tf

graph_def = tf.graph_util.extract_sub_graph(graph_def, ["probabilities"])
""",
            after="""\
import tensorflow as tf

graph_def = tf.compat.v1.graph_util.extract_sub_graph(graph_def, ["probabilities"])
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/guide/saved_model",
        "https://www.tensorflow.org/api_docs/python/tf/compat/v1/graph_util/convert_variables_to_constants",
        "https://www.tensorflow.org/api_docs/python/tf/compat/v1/wrap_function",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report the function where it is called or named."""
        from hublint_rules.symbols import judgement
        from hublint_rules.symbols.context import guarded

        node = use.node
        if not isinstance(node, ast.expr) or judgement.is_settled(use, target()) or guarded(use.source, node):
            return
        spelled = ast.unparse(node)
        leaf = use.name.rpartition(".")[2]
        if use.name == _TOOL:
            yield from _tool(use, node, spelled, target())
        elif leaf == _FREEZE:
            yield _freeze(use, node, spelled, target())
        elif not use.name.startswith("tensorflow.compat.v1."):
            text = f"`{spelled}` {_CUTS[leaf]}, and is public under `tf.compat.v1` only; write that name"
            yield Draft(node, text, lambda: judgement.owned_fix(use, target()))


def _freeze(use: Use, node: ast.expr, spelled: str, target: Target) -> Draft:
    from hublint_rules.savedmodel import frozen
    from hublint_rules.symbols import judgement

    call, source = use.call, use.source
    found = frozen.of(source, call, argument(call, 2, "output_node_names")) if call is not None else None
    told = found.told() if found is not None else ""
    return Draft(
        node,
        f"`{spelled}` freezes the graph of a session; export a SavedModel with `tf.saved_model.save`{told}",
        lambda: judgement.owned_fix(use, target),
        (lambda: frozen.export(source, call, found)) if call is not None and found is not None else None,
    )


def _tool(use: Use, node: ast.expr, spelled: str, target: Target) -> Iterator[Draft]:
    from hublint_rules.savedmodel import frozen
    from hublint_rules.symbols import judgement

    call, source = use.call, use.source
    found = frozen.of(source, call, argument(call, 4, "output_node_names")) if call is not None else None
    old = next((k for k in call.keywords if k.arg in _RENAMED), None) if call is not None else None
    if old is not None and target.tensorflow >= _WITH_NEW_NAMES:
        new = _RENAMED[old.arg or ""]
        begin = source.span(old)[0]
        edit = Edit(begin, begin + len(old.arg or ""), new)
        yield Draft(
            node,
            f"`{spelled}` has no argument `{old.arg}` any more; write `{new}`",
            lambda: Fix("safe", f"Write `{new}`", (edit,), stage=judgement.STAGE),
        )
        return
    if target.level == "compat":
        return  # private as it is, it does what it did
    if call is not None and frozen.reads_saved_model(call):
        advice = "; use the SavedModel that it reads, or freeze that in a session with"
    else:
        advice = "; restore the checkpoint in a session, and freeze there with"
        if call is not None and not frozen.reads_meta_graph(call):
            advice = f", and fails for variables as TensorFlow 2 makes them{advice}"
    yield Draft(
        node,
        f"`{spelled}` is no public name of TensorFlow{advice} `tf.compat.v1.graph_util.{_FREEZE}`",
        lambda: NoFix(""),
        (lambda: frozen.by_public_names(source, call, found)) if call is not None and found is not None else None,
    )


__all__ = ["FrozenGraph"]
