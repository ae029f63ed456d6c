"""HUB516."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from hublint.rule import Draft, Example, Fix, Rule, Use

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target
    from hublint_rules.symbols.second import Whole

_MODULE = "tensorflow.compat.v1"


class CompatImport(Rule):
    """TensorFlow 1's API is used for what TensorFlow 2 has, too.

    Nothing fails. But who reads `import tensorflow.compat.v1 as tf` takes the file for one that is not migrated, every
    name that is added to it comes from an API without future, and TensorFlow 2's own names need a second import.

    Reported once in a file, where all that it takes from the API is in TensorFlow 2: under the same name, as it is once
    the last session of a program has been rewritten, or under another name or with other arguments, which were run and
    agreed. A file with one name that has to stay is left to its owner, who may want it as it is.

    The fix writes them all, and imports `tensorflow` under the name that the file uses. It is safe unless the message
    tells what a reader has to look at: absl's flags, log and `app.run` are not in all that TensorFlow 1's were.
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
        Example(
            before="""\
import tensorflow as tf

with tf.compat.v1.gfile.Open("values.txt") as file:
    print(tf.compat.v1.to_float(tf.strings.to_number(file.read().split())))
""",
            after="""\
import tensorflow as tf

with tf.io.gfile.GFile("values.txt") as file:
    print(tf.cast(tf.strings.to_number(file.read().split()), tf.float32))
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/guide/migrate/tf1_vs_tf2",
        "https://www.tensorflow.org/api_docs/python/tf/compat/v1",
    )

    def listens(self, name: str) -> bool | None:
        """Listen for the module itself, wherever something is taken from it, and for what is spelled with all of it."""
        from hublint.tfapi import table

        short = name.removeprefix(f"{_MODULE}.")
        return True if name == _MODULE or (short != name and table.first(short) is not None) else None

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report the import, if it stands at the top of the file and all that it is used for is in TensorFlow 2.

        Without an import of the module it is the first name that is spelled with all of it.
        """
        if target().level != "native":
            return
        from hublint_rules.symbols import second

        source, node = use.source, use.node
        found = second.whole(source, target())
        if found is not None:
            if found.node is node:
                yield Draft(node, _message(source, found), lambda: _whole_fix(found))
            return
        if not isinstance(node, ast.alias) or not node.asname:
            return
        for statement, local in second.api_imports(source):
            if statement is source.parents[node] and _is_second_too(source, local, target()):
                yield Draft(node, _same(local, local), lambda: _fix(source, statement, local))  # noqa: B023 - called at once


def _same(local: str, written: str) -> str:
    told = f"`{local}` is TensorFlow 1's API here, and all that is used of it is TensorFlow 2's, too"
    return f"{told}; write `import tensorflow as {written}`"


def _message(source: Source, found: Whole) -> str:
    example = found.moved.example
    notes = f" ({'; '.join(found.moved.notes)})" if found.moved.notes else ""
    if not isinstance(found.node, ast.alias):
        spelled = "".join(source.code(found.node).split())
        told = f"`{spelled}` is TensorFlow 1's API, and all that this file uses of it has a name in TensorFlow 2"
        return f"{told}; write `{example or spelled.replace('.compat.v1.', '.')}`{notes}"
    if not example:
        return _same(found.node.asname or "", found.local)
    told = f"`{found.node.asname}` is TensorFlow 1's API here, and all that is used of it has a name in TensorFlow 2"
    return f"{told}; write `import tensorflow as {found.local}`, and names such as `{example}`{notes}"


def _whole_fix(found: Whole) -> Fix:
    from hublint_rules.symbols import judgement

    moved = found.moved
    named = f"`import tensorflow as {found.local}`" if isinstance(found.node, ast.alias) else ""
    names = "TensorFlow 2's names" if moved.example or not named else ""
    return Fix(
        "unsafe" if moved.notes else "safe",
        f"Write {' and '.join(filter(None, (named, names)))}",
        moved.edits,
        moved.imports,
        judgement.STAGE + 2,
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


def _fix(source: Source, statement: ast.stmt, local: str) -> Fix:
    from hublint_rules.symbols import judgement, second

    edits = second.under_one_name(source, statement, local, second.second_name(source))
    return Fix("safe", f"Write `import tensorflow as {local}`", tuple(edits), stage=judgement.STAGE + 2)


__all__ = ["CompatImport"]
