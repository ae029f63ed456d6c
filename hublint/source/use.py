"""A use: one place where a name that rules listen for is read."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hublint.source.index import Scope
    from hublint.source.source import Source


class Use:
    """One name or attribute chain, the full name that it stands for, and the call that it is called by, if any."""

    __slots__ = ("call", "name", "names", "node", "scope", "source")

    def __init__(
        self,
        source: Source,
        node: ast.expr | ast.ImportFrom | ast.alias,
        name: str,
        scope: Scope,
        names: frozenset[str] = frozenset(),
    ) -> None:
        """Keep the place and its meaning; `names` are all that it can stand for, where there are more."""
        self.source: Source = source
        self.node: ast.expr | ast.ImportFrom | ast.alias = node
        self.name: str = name
        self.scope: Scope = scope
        self.names: frozenset[str] = names or frozenset((name,))
        self.call: ast.Call | None = source.index.calls.get(node) if isinstance(node, ast.expr) else None


def argument(call: ast.Call, position: int, name: str) -> ast.expr | None:
    """Return a call's argument by position or keyword; None if it is not given, or hidden by `*` or `**`."""
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    before = call.args[: position + 1]
    if len(before) <= position or any(isinstance(value, ast.Starred) for value in before):
        return None
    return before[position]


def unpacks(call: ast.Call) -> bool:
    """Tell whether a call has `*args` or `**kwargs`."""
    return any(isinstance(value, ast.Starred) for value in call.args) or any(k.arg is None for k in call.keywords)


def leaf(function: ast.expr) -> str:
    """Return the last name of what is called: `save` of `save` and of `model.save`; nothing for other expressions."""
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def is_dotted(node: ast.expr) -> bool:
    """Tell whether an expression is a name or attributes of one, which can be written twice."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name)
