"""Values that are fed to placeholders, and how eager code converts them as a session did."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from hublint_rules.rewrites.session_parts import FLOATS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint_rules.rewrites.session_contents import Placeholder


def literal(value: ast.expr) -> bool:
    """Tell whether a value is written out."""
    return (
        isinstance(value, ast.Constant)
        or (isinstance(value, (ast.List, ast.Tuple)) and all(map(literal, value.elts)))
        or (isinstance(value, ast.UnaryOp) and literal(value.operand))
    )


def constants(value: ast.expr) -> Iterator[object]:
    """Yield the constants in a value that is written out."""
    return (node.value for node in ast.walk(value) if isinstance(node, ast.Constant))


def takes_constant(placeholder: Placeholder, value: ast.expr) -> bool:
    """Tell whether `tf.constant` takes a value for a placeholder's dtype; `tf.cast` takes the others as NumPy does.

    Measured on TensorFlow 2.15 and 2.21: a constant of a float takes every number, one of an integer only integers.
    """
    if placeholder.word in FLOATS or placeholder.word == "string":
        return True
    kind = bool if placeholder.word == "bool" else int
    return literal(value) and all(type(constant) is kind for constant in constants(value))
