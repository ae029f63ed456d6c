"""A whole file moved from Keras 3 to Keras 2, which the layers of tensorflow_hub are written for."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from hublint.rule import Edit, NoFix
from hublint.tfapi.verdict import exists
from hublint_rules.symbols.placing import before_tensorflow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint.rule import Source, Target

SWITCH: Final = 'os.environ["TF_USE_LEGACY_KERAS"] = "1"'

BEFORE_ALL_OTHERS: Final = -1
"""The stage of a fix that moves a file to Keras 2: what the other rules say and write of models depends on it."""

_TF_KERAS = "tensorflow.keras"
_PACKAGES = frozenset({"keras", "tensorflow"})


def advice(source: Source) -> str:
    """Return what to write so that a file's models are those of Keras 2, as the second half of a message."""
    if _uses_tf_keras(source):
        return "set `TF_USE_LEGACY_KERAS=1` before TensorFlow is first imported, and install tf_keras"
    return "import tf_keras in place of keras"


def moved(source: Source, target: Target) -> tuple[Edit, ...] | NoFix:
    """Return the edits after which all Keras of a file is Keras 2.

    `tf.keras` is by the switch, set above the first import of TensorFlow; the package called keras is Keras 3 whatever
    the switch says, so the imports of it become imports of tf_keras.
    """
    newer = _only_keras_3(source, target)
    if newer is not None:
        return NoFix(f"line {newer[0].lineno} uses `{newer[1]}`, which Keras 2 does not have")
    other = _made_for_keras(source)
    if other is not None:
        return NoFix(f"line {other[0].lineno} imports `{other[1]}`, which makes layers of the Keras that it finds")
    edits: list[Edit] = []
    for statement in _keras_imports(source):
        edit = _as_tf_keras(source, statement)
        if edit is None:
            return NoFix(f"line {statement.lineno} imports Keras in a way that hublint does not rewrite")
        edits += edit
    if target.keras3 and _uses_tf_keras(source):
        switch = before_tensorflow(source, (SWITCH,), "os")
        if switch is None:
            return NoFix("TensorFlow is not imported on a line of its own at the top of the file")
        edits.append(switch)
    return tuple(edits)


def _chains(source: Source) -> Iterator[tuple[ast.expr, str]]:
    """Yield every name of TensorFlow or Keras that a file reads, with its full name."""
    for nodes, _, meanings in source.chains(_PACKAGES):
        rest = [node.attr for node in nodes[1:] if isinstance(node, ast.Attribute)]
        for meaning in meanings:
            yield nodes[0], ".".join((meaning, *rest))


def _uses_tf_keras(source: Source) -> bool:
    known: bool | None = source.notes.get(_uses_tf_keras)
    if known is None:
        known = source.notes[_uses_tf_keras] = any(_is_below(name, _TF_KERAS) for _, name in _chains(source))
    return known


def _is_below(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def _only_keras_3(source: Source, target: Target) -> tuple[ast.expr, str] | None:
    """Return a use of what only Keras 3 has, and its name."""
    legacy = target._replace(keras="tf_keras")
    for node, full in _chains(source):
        name = full if full.startswith("tensorflow.") else f"tensorflow.{full}"
        if not _is_below(name, _TF_KERAS):
            continue
        while name != _TF_KERAS:
            if exists(name, target._replace(keras="keras3")) and not exists(name, legacy):
                return node, name.removeprefix("tensorflow.")
            name = name.rpartition(".")[0]
    return None


def _made_for_keras(source: Source) -> tuple[ast.stmt, str] | None:
    """Return an import of a package that is built on Keras, and the package: `keras_hub`, `keras_tuner`."""
    for _, statement in source.index.imports:
        modules = [a.name for a in statement.names] if isinstance(statement, ast.Import) else [statement.module or ""]
        for module in modules:
            package = module.partition(".")[0]
            if package.startswith("keras_") and not getattr(statement, "level", 0):
                return statement, package
    return None


def _keras_imports(source: Source) -> Iterator[ast.Import | ast.ImportFrom]:
    for _, statement in source.index.imports:
        if isinstance(statement, ast.ImportFrom):
            if not statement.level and _is_below(statement.module or "", "keras"):
                yield statement
        elif any(_is_below(alias.name, "keras") for alias in statement.names):
            yield statement


def _as_tf_keras(source: Source, statement: ast.Import | ast.ImportFrom) -> list[Edit] | None:
    """Return the edits that import the same from tf_keras, None where the names would not be the same."""
    start, end = source.span(statement)
    text = source.text.utf8
    if isinstance(statement, ast.ImportFrom):
        if _is_below(statement.module or "", "keras.src"):
            return None
        at = text.find(b"keras", start + len("from"), end)
        return [Edit(at, at + len("keras"), "tf_keras")]
    edits: list[Edit] = []
    for alias in statement.names:
        if not _is_below(alias.name, "keras"):
            continue
        if alias.asname is None and alias.name != "keras":
            return None  # `import keras.layers` binds `keras`
        at = source.span(alias)[0]
        edits.append(Edit(at, at + len("keras"), "tf_keras"))
        if alias.asname is None:
            edits.append(Edit(at + len("keras"), at + len("keras"), " as keras"))
    return edits


__all__ = ["BEFORE_ALL_OTHERS", "SWITCH", "advice", "moved"]
