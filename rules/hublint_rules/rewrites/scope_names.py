"""The names of scopes and variables, as far as the code writes them out: texts, and parameters that stand for some."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def text_of(node: ast.AST | None, known: Mapping[str, str | None]) -> str | None:
    """Return the text that an expression certainly gives, None where that is not seen.

    Args:
        node: the expression.
        known: the texts that names stand for; None that is given as a name is an empty text.
    """
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.Name):
        return known.get(node.id)
    if isinstance(node, ast.JoinedStr):
        parts = [_part(value, known) for value in node.values]
        return None if None in parts else "".join(part for part in parts if part is not None)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = text_of(node.left, known), text_of(node.right, known)
        return None if left is None or right is None else left + right
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or) and len(node.values) == 2:
        first = text_of(node.values[0], known)
        return text_of(node.values[1], known) if first == "" else first
    return None


def _part(node: ast.expr, known: Mapping[str, str | None]) -> str | None:
    if isinstance(node, ast.FormattedValue):
        return None if node.format_spec or node.conversion != -1 else text_of(node.value, known)
    return text_of(node, known)
