"""HUB514."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from hublint.rule import Draft, Example, Fix, NoFix, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use

# What fails as soon as a file that is nobody's program is run or imported.
_AT_ONCE = frozenset({"placeholder", "placeholder_with_default", "sparse_placeholder", "Session", "InteractiveSession"})


class EagerProgram(Rule):
    """A program builds a TensorFlow 1 graph and runs eagerly, as TensorFlow 2 does unless it is told not to.

    The names exist, and the first of them that runs raises `RuntimeError: tf.placeholder() is not compatible with eager
    execution.` or `RuntimeError: The Session graph is empty.` It is what a program looks like whose names were moved to
    `tf.compat.v1` and nothing else.

    Reported once, at the first name that needs a graph, in files that are run as programs or use a session or a
    placeholder at their top level, or in a function or class that is called there. The fix turns TensorFlow 2's
    behavior off behind the imports, as TensorFlow's own migration guide has it. It is unsafe because it holds for the
    whole process: modules that count on eager execution see it, too.
    """

    code = "HUB514"
    name = "eager-program"
    since = "0.1"
    applicability = "unsafe"
    targets = (2, 0)
    names = ("tensorflow.*",)
    examples = (
        Example(
            before="""\
import tensorflow.compat.v1 as tf

if __name__ == "__main__":
    step = tf.get_variable("step", [], trainable=False)
    print(tf.train.Saver([step]))
""",
            after="""\
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

if __name__ == "__main__":
    step = tf.get_variable("step", [], trainable=False)
    print(tf.train.Saver([step]))
""",
        ),
    )
    once = True
    references = (
        "https://www.tensorflow.org/guide/migrate/migrate_tf2",
        "https://www.tensorflow.org/api_docs/python/tf/compat/v1/disable_v2_behavior",
    )

    def listens(self, name: str) -> bool | None:
        """Listen for the names under `tf.compat.v1` that need a graph."""
        from hublint.tfapi.graph import needs_graph
        from hublint.tfapi.verdict import split

        api, short = split(name) or ("plain", "")
        return True if api == "v1" and needs_graph(short) else None

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report the first such name of a program."""
        from hublint_rules.rewrites.graph_mode import builds_own_graph
        from hublint_rules.symbols.context import builds_keras, decides_mode, holds_second

        del target
        source = use.source
        if not isinstance(use.node, ast.expr) or source.notes.get(self.code):
            return
        if builds_own_graph(source, use.node):
            return
        at_once = use.name.rpartition(".")[2] in _AT_ONCE and _runs_at_once(use)
        if not (at_once or _is_program(source)):
            return
        source.notes[self.code] = True
        if decides_mode(source) or holds_second(source) or builds_keras(source):
            return
        if b".as_default(" in source.text.utf8 and _enters_unknown_graph(source):
            return
        spelled = "".join(source.code(use.node).split())
        yield Draft(
            use.node,
            f"`{spelled}` needs a graph, and this file runs eagerly; call `tf.compat.v1.disable_v2_behavior()` first",
            lambda: _switch(use),
        )


def _runs_at_once(use: Use) -> bool:
    """Tell whether a name is used as soon as its file is imported: at the top level, or in what is called there."""
    from hublint_rules.rewrites import flow
    from hublint_rules.rewrites.graph_mode import needs_switch, runs_at_once

    source, node = use.source, use.node
    if use.scope is source.index.module:
        return True
    if not (runs_at_once(source, node) and needs_switch(source, node)):
        return False
    # What is loaded into a session is loaded into the graph that this has, also where TensorFlow runs eagerly.
    return not (use.name.endswith("Session") and flow.calls_of(source, "saved_model.loader.load", "saved_model.load"))


def _is_program(source: Source) -> bool:
    """Tell whether a file is run, and not only imported, by what stands at its top level."""
    for statement in source.tree.body:
        if isinstance(statement, ast.If) and any(
            isinstance(part, ast.Name) and part.id == "__name__" for part in ast.walk(statement.test)
        ):
            return True
    return False


def _enters_unknown_graph(source: Source) -> bool:
    """Tell whether a file enters a graph, or something else, that hublint does not know: it may hold all the rest."""
    calls = source.index.calls.values()
    return any(
        isinstance(call.func, ast.Attribute) and call.func.attr == "as_default" and not source.resolve(call.func)
        for call in calls
    )


def _switch(use: Use) -> Fix | NoFix:
    from hublint_rules.symbols.placing import behind_imports
    from hublint_rules.symbols.spelling import spell

    spelled = spell(
        use.source, "tensorflow.compat.v1.disable_v2_behavior", use.source.index.module, use.source.tree.body[-1]
    )
    if spelled is None or spelled.imports:
        return NoFix("TensorFlow is not imported at the top of the file")
    edit = behind_imports(use.source, f"{spelled.text}()")
    if edit is None:
        return NoFix("there is no line of its own behind the import of TensorFlow")
    return Fix("unsafe", f"Call `{spelled.text}()` behind the imports", (edit,), stage=2)


__all__ = ["EagerProgram"]
