"""What the functions that a graph is built with change outside of themselves, such as a counter of layers.

A graph is built once. A `tf.function` runs its Python code whenever it is traced: for each shape and each plain value
anew, so that a counter, or a list that functions append to, would go on growing.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from hublint_rules.rewrites.flow import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hublint.rule import Source
    from hublint.source.index import Scope

# Methods that change a list, a dict or a set, of those that code which moves may call.
_CHANGING = frozenset({"append", "extend", "insert", "pop", "reverse"})


def refuse_outside(source: Source, nodes: Iterable[ast.AST], home: Scope) -> None:
    """Refuse code of functions which changes what belongs to their callers, or to the program round them.

    Raises:
        Refused: naming the first change.
    """
    for node in nodes:
        name = _changed(source, node)
        if name is not None and _is_outside(source, name, home):
            message = (
                f"line {name.lineno} changes `{name.id}` in a function that the graph is built with, and a tf.function "
                "would do so whenever it is traced; change it where the function is called"
            )
            raise Refused(message)


def _changed(source: Source, node: ast.AST) -> ast.Name | None:
    """Return the name that a node sets anew, or whose value it changes in place."""
    if isinstance(node, ast.Name):
        return None if isinstance(node.ctx, ast.Load) else node
    target: ast.AST | None = None
    if isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load):
        target = node
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _CHANGING:
        target = None if source.resolve(node.func) else node.func
    while isinstance(target, (ast.Attribute, ast.Subscript)):
        target = target.value
    return target if isinstance(target, ast.Name) else None


def _is_outside(source: Source, name: ast.Name, home: Scope) -> bool:
    """Tell whether a name that stands in a function is not the function's own, or is what a caller gives it."""
    scope = source.scope(name)
    outer: Scope | None = home
    outside = []
    while outer is not None:
        outside.append(outer)
        outer = outer.parent
    if scope in outside:
        return False  # it stands in the program itself, whose statements are looked at elsewhere
    owner = scope.owner(name.id)
    if owner in outside:
        return True
    if owner is None or not isinstance(owner.node, ast.FunctionDef) or isinstance(name.ctx, ast.Store):
        return False
    method = source.scope(owner.node).kind == "class"
    own = {a.arg for a in (owner.node.args.vararg, owner.node.args.kwarg) if a is not None}
    return not method and name.id not in own and all(b.kind == "parameter" for b in owner.bindings[name.id])
