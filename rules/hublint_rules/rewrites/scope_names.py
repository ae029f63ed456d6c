"""The names of scopes and variables, as far as the code writes them out: texts, and parameters that stand for some."""

from __future__ import annotations

import ast
import itertools
from typing import TYPE_CHECKING, NamedTuple

from hublint.source.use import argument, unpacks
from hublint_rules.rewrites import flow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hublint.rule import Source


class GraphName(NamedTuple):
    """The name of a variable in a graph; numbers may have been put behind its parts, unless it is exact.

    The text of a name that is not known, but of no other variable, is empty.
    """

    text: str
    exact: bool

    def possible(self) -> list[str]:
        """Return the names that the variable may have had: a name that is there already is given a number."""
        if self.exact:
            return [self.text]
        parts = ((part, f"{part}_1") for part in self.text.split("/"))
        return ["/".join(one) for one in itertools.product(*parts)]


def own_name(source: Source, call: ast.Call, known: Mapping[str, str | None]) -> GraphName | None:
    """Return the name that a call gives a variable, itself or by a function of the file, without those of scopes.

    Args:
        source: the file.
        call: the call.
        known: the texts that names stand for there.
    """
    made, texts = call, known
    if isinstance(call.func, ast.Name) and not source.resolve(call.func):
        for definition in source.definitions(call.func):
            if not isinstance(definition, ast.FunctionDef) or unpacks(call):
                return None
            words = [a.arg for a in definition.args.args]
            texts = {word: text_of(argument(call, n, word), known) for n, word in enumerate(words)}
            inner = [c for c in source.below(definition, ast.Call) if flow.is_call_of(source, c, "Variable")]
            if len(inner) != 1:
                return None
            made = inner[0]
    if flow.is_call_of(source, made, "get_variable"):
        text = text_of(argument(made, 0, "name"), texts)
        return None if text is None else GraphName(text, exact=True)
    named = next((k.value for k in made.keywords if k.arg == "name"), None)
    text = "Variable" if named is None else text_of(named, texts)
    return None if text is None else GraphName(text, exact=False)


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


def all_scopes(source: Source, node: ast.AST) -> list[str] | None:
    """Return the names of the scopes round a node, those of operations too."""
    found: list[str] = []
    for outer in source.ancestors(node):
        for item in outer.items if isinstance(outer, ast.With) else ():
            call = item.context_expr
            if isinstance(call, ast.Call) and flow.is_call_of(source, call, "name_scope", "variable_scope"):
                text = text_of(call.args[0] if call.args else None, {})
                if text is None:
                    return None
                found.insert(0, text)
    return found


def only_shares(source: Source, entered: ast.expr) -> bool:
    """Tell whether the name of a scope is only used to say that its variables are shared."""
    if not isinstance(entered, ast.Name):
        return False
    owner = source.scope(entered).owner(entered.id)
    return all(
        says_shared(source, source.parents[source.parents[load]])
        for scope, load in source.index.loads
        if load.id == entered.id and scope.owner(load.id) is owner
    )


def says_shared(source: Source, node: ast.AST) -> bool:
    """Tell whether a node is the statement `scope.reuse_variables()`, or asks for the scope that it stands in."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "reuse_variables"
        and not (node.args or node.keywords)
        and isinstance(source.parents[node], ast.Expr)
        and (
            flow.is_call_of(source, node.func.value, "get_variable_scope")
            or any((flow.short(name) or "") == "variable_scope()" for name in source.resolve(node.func.value))
        )
    )
