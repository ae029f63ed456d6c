"""Operations of a TensorFlow 1 program that run several others: `group`, and `no_op` that depends on them.

Neither says which of the others runs first.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from hublint_rules.rewrites import flow

if TYPE_CHECKING:
    from hublint.rule import Source


def depending(source: Source, statement: ast.stmt) -> tuple[str, list[ast.expr]] | None:
    """Return the name of an operation that does nothing but to depend on others, and these; None for other statements.

    That is `with tf.control_dependencies([train_step, count]): train_op = tf.no_op()`.
    """
    if not isinstance(statement, ast.With) or len(statement.items) != 1 or len(statement.body) != 1:
        return None
    entered, made = statement.items[0], flow.assigned(statement.body[0])
    call = entered.context_expr
    if not flow.is_call_of(source, call, "control_dependencies") or entered.optional_vars is not None or made is None:
        return None
    listed = call.args[0] if isinstance(call, ast.Call) and len(call.args) == 1 and not call.keywords else None
    grouped = flow.is_call_of(source, made, "group") and isinstance(made, ast.Call)
    if not isinstance(listed, (ast.List, ast.Tuple)) or not (grouped or flow.is_call_of(source, made, "no_op")):
        return None
    names = flow.writes(statement.body[0])
    others = made.args if grouped and isinstance(made, ast.Call) else []
    return (names.pop(), [*listed.elts, *others]) if len(names) == 1 else None
