"""Where a switch goes that has to be thrown before, or right after, TensorFlow is imported."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from hublint.rule import Edit

if TYPE_CHECKING:
    from hublint.rule import Source

_SWITCHED = ("tensorflow", "tensorflow_core", "tf_slim", "tensorflow_hub", "keras", "tf_keras")


def before_tensorflow(source: Source, lines: tuple[str, ...], needs: str) -> Edit | None:
    """Return the edit that puts lines above the first import of TensorFlow, and the import that they need.

    None where the file imports it nowhere at its top level.
    """
    statement = _first_import(source)
    if statement is None:
        return None
    start = source.text.line_starts[statement.lineno - 1]
    if source.text.utf8[start : source.span(statement)[0]].strip():
        return None  # `import os; import tensorflow`: nothing can be put between without breaking the line
    bindings = source.index.module.bindings.get(needs, [])
    there = any(b.kind == "import" and b.name == needs and b.line < statement.lineno for b in bindings)
    newline = source.text.newline
    text = "".join(line + newline for line in (*(() if there else (f"import {needs}", "")), *lines))
    return Edit(start, start, text)


def behind_imports(source: Source, line: str) -> Edit | None:
    """Return the edit that puts a line behind the first import of TensorFlow and the imports that follow it."""
    statement = _first_import(source)
    if statement is None:
        return None
    body = source.tree.body
    at = body.index(statement)
    while at + 1 < len(body) and (isinstance(body[at + 1], (ast.Import, ast.ImportFrom)) or _imports(body[at + 1])):
        at += 1
    row = body[at].end_lineno or body[at].lineno
    for other in body[at + 1 :]:
        if other.lineno <= row:
            return None  # `import tensorflow as tf; x = tf.ones(3)`
    starts = source.text.line_starts
    newline = source.text.newline
    offset = starts[row] if row < len(starts) else len(source.text.utf8)
    lead = "" if source.text.utf8[:offset].endswith((b"\n", b"\r")) else newline
    following = source.text.utf8[offset : offset + 2].lstrip(b"\r")
    tail = "" if not following or following.startswith(b"\n") else newline
    return Edit(offset, offset, f"{lead}{newline}{line}{newline}{tail}")


def _first_import(source: Source) -> ast.stmt | None:
    """Return the first statement at the top level that imports TensorFlow, or something that does."""
    return next((statement for statement in source.tree.body if _imports(statement, _SWITCHED)), None)


def _imports(statement: ast.stmt, packages: tuple[str, ...] = ()) -> bool:
    """Tell whether a statement, which may be an `if` or a `try`, does nothing but import (one of some packages)."""
    if isinstance(statement, ast.Import):
        return not packages or any(alias.name.partition(".")[0] in packages for alias in statement.names)
    if isinstance(statement, ast.ImportFrom):
        return not packages or (not statement.level and (statement.module or "").partition(".")[0] in packages)
    if isinstance(statement, (ast.Try, ast.If)):
        inner = [*statement.body, *(part for handler in getattr(statement, "handlers", ()) for part in handler.body)]
        inner += statement.orelse
        if packages:
            return any(_imports(part, packages) for part in inner)
        kinds = (ast.Import, ast.ImportFrom)
        return any(isinstance(part, kinds) for part in inner) and all(
            isinstance(part, (*kinds, ast.Pass))
            or (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant))
            for part in inner
        )
    return False


__all__ = ["before_tensorflow", "behind_imports"]
