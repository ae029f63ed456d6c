"""Tensors of a TensorFlow 1 program that nothing needs but the variables which begin with them.

`start = tf.random_normal([3])`, then `w = tf.Variable(start)`: a graph draws the numbers when it gives the variables
their initial values, once, and eager code draws them where the statement stands, once.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from hublint_rules.rewrites import flow

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from hublint.rule import Source


def only(
    source: Source, statement: ast.stmt, names: Collection[str], makes_variable: Callable[[ast.Call], bool]
) -> bool:
    """Tell whether a statement names values that are read to make variables, and for nothing else."""
    if not isinstance(statement, ast.Assign) or flow.binds(statement) != set(names):
        return False
    reads = [load for _, load in source.index.loads if load.id in names and _sees(source, load, statement)]
    return bool(reads) and all(
        any(isinstance(outer, ast.Call) and makes_variable(outer) for outer in source.ancestors(load)) for load in reads
    )


def _sees(source: Source, load: ast.Name, statement: ast.Assign) -> bool:
    """Tell whether a read of a name may give what a statement binds."""
    visible = source.scope(load).visible(load.id, load)
    return any(statement in source.ancestors(binding.node) for binding in visible)
