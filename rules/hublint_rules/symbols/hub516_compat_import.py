"""HUB516."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from hublint.rule import Draft, Edit, Example, Fix, NoFix, Rule, Use

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target

_MODULE = "tensorflow.compat.v1"


class CompatImport(Rule):
    """TensorFlow 1's API is imported for names that TensorFlow 2 has as they are.

    Nothing fails. But who reads `import tensorflow.compat.v1 as tf` takes the file for one that is not migrated, every
    name that is added to it comes from an API without future, and TensorFlow 2's own names need a second import.

    Reported where each name that the file takes from the module is the same object in TensorFlow 2, under the same
    name, as it is once the last session of a program has been rewritten. The fix imports `tensorflow` under the name
    that the file uses; it is safe because nothing else is called than before.
    """

    code = "HUB516"
    name = "compat-import"
    since = "0.2"
    applicability = "safe"
    severity = "information"
    targets = (2, 0)
    names = ("tensorflow.*",)
    requires = ("v1",)
    examples = (
        Example(
            before="""\
import tensorflow.compat.v1 as tf

print(tf.nn.relu(tf.constant([-1.0, 1.0])))
""",
            after="""\
import tensorflow as tf

print(tf.nn.relu(tf.constant([-1.0, 1.0])))
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/guide/migrate/tf1_vs_tf2",
        "https://www.tensorflow.org/api_docs/python/tf/compat/v1",
    )

    def listens(self, name: str) -> bool | None:
        """Listen for the module itself, wherever something is taken from it."""
        return True if name == _MODULE else None

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report the import, if it stands at the top of the file and all that it is used for is in TensorFlow 2."""
        source, alias = use.source, use.node
        if not isinstance(alias, ast.alias) or not alias.asname or target().level != "native":
            return
        statement = source.parents[alias]
        # `import tensorflow.compat.v1 as tf` and `from tensorflow.compat import v1 as tf`, each in a line of its own.
        if not isinstance(statement, (ast.Import, ast.ImportFrom)) or len(statement.names) != 1:
            return
        local = alias.asname
        bindings = source.index.module.bindings.get(local, [])
        if statement not in source.tree.body or len(bindings) != 1:
            return
        if _is_second_too(source, local, target()):
            yield Draft(
                alias,
                f"`{local}` is TensorFlow 1's API here, and all that is used of it is TensorFlow 2's, too; "
                f"write `import tensorflow as {local}`",
                lambda: _fix(source, statement, local),
            )


def _is_second_too(source: Source, local: str, target: Target) -> bool:
    """Tell whether the module is used, and all that is used of it is in TensorFlow 2."""
    from hublint_rules.symbols import judgement

    used = False
    for use in _uses(source, local):
        if use is None or not judgement.is_second_too(use, target):
            return False
        used = True
    return used


def _uses(source: Source, local: str) -> Iterator[Use | None]:
    """Yield the uses of what the module holds; None where it is the module itself that is used."""
    from hublint.tfapi import table
    from hublint_rules.symbols.context import PACKAGES

    for nodes, scope, meanings in source.chains(PACKAGES):
        if not isinstance(nodes[0], ast.Name) or nodes[0].id != local:
            continue
        parts = [node.attr for node in nodes[1:] if isinstance(node, ast.Attribute)]
        # The longest name that there is: behind it stand attributes of objects.
        known = (at for at in range(len(parts), 0, -1) if table.first(".".join(parts[:at])) is not None)
        length = next(known, 0)
        if not length or meanings != {_MODULE}:
            yield None
        else:
            yield Use(source, nodes[length], ".".join((_MODULE, *parts[:length])), scope)


def _fix(source: Source, statement: ast.stmt, local: str) -> Fix | NoFix:
    from hublint_rules.symbols import judgement

    start, end = source.span(statement)
    edits = [Edit(start, end, f"import tensorflow as {local}")]
    # What already is TensorFlow 2's, under a name of its own, takes the one that is shorter.
    other = _second_name(source)
    if other is not None and len(other) > len(local):
        edits += (Edit(*source.span(node), local) for node in _loads(source, other))
    return Fix("safe", f"Write `import tensorflow as {local}`", tuple(edits), stage=judgement.STAGE + 2)


def _second_name(source: Source) -> str | None:
    """Return the name that TensorFlow 2 is imported under, for the whole file and nothing else, besides."""
    for name, bindings in source.index.module.bindings.items():
        if len(bindings) == 1 and bindings[0].kind == "import" and bindings[0].name == "tensorflow":
            statement = bindings[0].value
            plain = isinstance(statement, ast.Import) and [a.name for a in statement.names] == ["tensorflow"]
            if plain and statement in source.tree.body:
                return name
    return None


def _loads(source: Source, name: str) -> Iterator[ast.Name]:
    for scope, node in source.index.loads:
        if node.id == name and scope.owner(name) is source.index.module:
            yield node


__all__ = ["CompatImport"]
