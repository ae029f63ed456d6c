"""Which parts of a graph certainly need a batch, so that running them takes one.

TensorFlow 1 runs the operations that a tensor is computed from and no others: a tensor that is made of nothing but the
shape of a batch takes none, although the code that makes it names the batch.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from hublint_rules.rewrites import flow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hublint.rule import Source

# What of a tensor is known when the graph is built, or may be: then no operation is run for it.
_STATIC = frozenset({"dtype", "get_shape", "graph", "name", "op", "set_shape", "shape"})
_MAYBE_STATIC = ("ones_like", "rank", "shape", "shape_n", "size", "zeros_like")

_DEPTH = 4


class Dependence:
    """Follows the values of some names through statements.

    Attributes:
        names: the names whose values certainly need the first ones, so far.
        results: for each `return` whether what it returns needs them, or each of `count` things that it returns.
    """

    def __init__(self, source: Source, names: Iterable[str], count: int = 1, depth: int = _DEPTH) -> None:
        """Begin with some names."""
        self.source = source
        self.names: set[str] = set(names)
        self.results: list[list[bool]] = []
        self.count = count
        self.depth = depth

    def follow(self, statement: ast.stmt) -> None:
        """Note what a statement computes of the values, and what it gives other names."""
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                self._bind(target, statement.value)
        elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
            self._bind(statement.target, statement.value)
        elif isinstance(statement, ast.AugAssign):
            if isinstance(statement.target, ast.Name) and self.needs(statement.value):
                self.names.add(statement.target.id)
        elif isinstance(statement, ast.Expr):
            self._fill(statement.value)
        elif isinstance(statement, ast.Return):
            value = statement.value
            self.results.append(self._parts(value, self.count) if value is not None else [False] * self.count)
        elif isinstance(statement, (ast.With, ast.For, ast.While)):
            self._follow_all(statement.body)
        elif isinstance(statement, ast.If):
            before = set(self.names)
            self._follow_all(statement.body)
            one, self.names = self.names, before
            self._follow_all(statement.orelse)
            self.names &= one

    def _follow_all(self, suite: Iterable[ast.stmt]) -> None:
        for statement in suite:
            self.follow(statement)

    def needs(self, node: ast.AST) -> bool:
        """Tell whether what an expression computes certainly needs one of the values."""
        if isinstance(node, ast.Name):
            return node.id in self.names
        if isinstance(node, ast.Attribute) and node.attr in _STATIC:
            return False
        if isinstance(node, ast.IfExp):
            return self.needs(node.body) and self.needs(node.orelse)
        if isinstance(node, (ast.Lambda, ast.BoolOp)):
            return False
        if isinstance(node, ast.Call):
            if flow.is_call_of(self.source, node, *_MAYBE_STATIC):
                return False
            found = self._called(node, 1)
            if found is not None:
                return found == [True]
        return any(self.needs(child) for child in ast.iter_child_nodes(node))

    def _bind(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, (ast.Tuple, ast.List)):
            for element, needs in zip(target.elts, self._parts(value, len(target.elts)), strict=True):
                self._note(element, needs=needs)
        else:
            self._note(target, needs=self.needs(value))

    def _note(self, target: ast.expr, *, needs: bool) -> None:
        if isinstance(target, (ast.Subscript, ast.Attribute)):
            # What a list or dict holds is not followed one by one.
            if needs and isinstance(target.value, ast.Name):
                self.names.add(target.value.id)
            return
        for name in ast.walk(target):
            if isinstance(name, ast.Name):
                (self.names.add if needs else self.names.discard)(name.id)

    def _parts(self, value: ast.expr, count: int) -> list[bool]:
        """Tell for each of the elements of a tuple whether it needs one of the values."""
        if count == 1:
            return [self.needs(value)]
        if isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == count:
            return [self.needs(element) for element in value.elts]
        found = self._called(value, count) if isinstance(value, ast.Call) else None
        return found if found is not None else [self.needs(value)] * count

    def _fill(self, node: ast.expr) -> None:
        """Note that a list takes one of the values up: `layers.append(x)`."""
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            return
        if isinstance(node.func.value, ast.Name) and any(self.needs(given) for given in node.args):
            self.names.add(node.func.value.id)

    def _called(self, call: ast.Call, count: int) -> list[bool] | None:
        """Tell for each thing that a function of the file returns whether it needs the values, None for others."""
        if not isinstance(call.func, ast.Name):
            return None
        found = [made for made in self.source.definitions(call.func) if isinstance(made, ast.FunctionDef)]
        if not found:
            return None
        if len(found) > 1 or self.depth == 0:
            return [False] * count
        (definition,) = found
        words = definition.args
        parameters = [word.arg for word in (*words.posonlyargs, *words.args)]
        given = {name for name, value in zip(parameters, call.args, strict=False) if self.needs(value)}
        given |= {word.arg for word in call.keywords if word.arg is not None and self.needs(word.value)}
        local = {*parameters, *(word.arg for word in words.kwonlyargs)}
        inside = Dependence(self.source, (self.names - local) | given, count, self.depth - 1)
        inside._follow_all(definition.body)
        return [bool(inside.results) and all(parts) for parts in zip(*inside.results, strict=True)] or [False] * count


def followed(
    source: Source, statements: Iterable[tuple[int, ast.stmt]], first: Iterable[str]
) -> dict[int, frozenset[str]]:
    """Return the names that certainly need some first ones, behind each of some statements, by their positions."""
    dependence = Dependence(source, first)
    found: dict[int, frozenset[str]] = {}
    for at, statement in statements:
        dependence.follow(statement)
        found[at] = frozenset(dependence.names)
    return found
