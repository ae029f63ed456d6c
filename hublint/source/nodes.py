"""The nodes of a file in the order of their source, so that what stands below one of them is a slice.

A rewrite asks again and again for the calls or names in some statement. `ast.walk` goes through everything below it
each time; here the file is walked once, and the answer is looked up.
"""

from __future__ import annotations

import ast
from bisect import bisect_left
from typing import TYPE_CHECKING, Any, TypeVar

from hublint.source.index import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator

_Node = TypeVar("_Node", bound=ast.AST)


def children(node: ast.AST) -> list[ast.AST]:
    """Return the nodes directly below one, in no order, without operators and contexts, and without asking `ast`."""
    found: list[ast.AST] = []
    values: dict[str, Any] = node.__dict__
    for name in FIELDS[node.__class__]:
        value = values.get(name)
        if value.__class__ is list:
            found += [child for child in value if child.__class__ in FIELDS]  # type: ignore[misc]
        elif value.__class__ in FIELDS:
            found.append(value)  # type: ignore[arg-type]
    return found


def first_line(statement: ast.stmt) -> int:
    """Return the line that a statement begins in, with its decorators."""
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(decorator.lineno for decorator in decorators)])


def grouped(body: list[ast.stmt], lines: int) -> Iterator[tuple[list[ast.stmt], int]]:
    """Yield the top-level statements of a file of so many lines, each with the last line of what belongs to it.

    The lines above a statement are its own. Statements that share a line come together, and what is below the last one
    comes without any. The lines of each group can be read without those of the others.
    """
    group: list[ast.stmt] = []
    last = 0
    for statement in body:
        if group and first_line(statement) > last:
            yield group, last
            group = []
        group.append(statement)
        last = max(last, statement.end_lineno or statement.lineno)
    if group:
        yield group, last
    if not group or last < lines:
        yield [], lines


class Nodes:
    """What one walk found: each node's place, how deep it stands, and where the nodes below it end."""

    __slots__ = ("_by_kind", "_depths", "_ends", "_nodes", "_places")

    def __init__(self, tree: ast.Module) -> None:
        """Walk the tree once, without recursion."""
        self._nodes: list[ast.AST] = []
        self._places: dict[ast.AST, int] = {}
        self._depths: list[int] = []
        self._ends: list[int] = []
        self._by_kind: dict[type[ast.AST], list[int]] = {}
        self._walk(tree)

    def _walk(self, tree: ast.Module) -> None:
        nodes, places, depths, by_kind = self._nodes, self._places, self._depths, self._by_kind
        above: list[int] = []
        stack: list[tuple[ast.AST, int, int]] = [(tree, 0, 0)]
        while stack:
            node, depth, parent = stack.pop()
            place = len(nodes)
            nodes.append(node)
            places[node] = place
            depths.append(depth)
            above.append(parent)
            kind = node.__class__
            by_kind.setdefault(kind, []).append(place)
            values = node.__dict__
            for name in FIELDS[kind]:
                value = values.get(name)
                if value.__class__ is list:
                    stack += [(child, depth + 1, place) for child in reversed(value) if isinstance(child, ast.AST)]
                elif isinstance(value, ast.AST):
                    stack.append((value, depth + 1, place))
        self._ends = [place + 1 for place in range(len(nodes))]
        ends = self._ends
        for place in range(len(nodes) - 1, 0, -1):
            ends[above[place]] = max(ends[above[place]], ends[place])

    def below(self, node: ast.AST, kind: type[_Node], *others: type[_Node]) -> list[_Node]:
        """Return the nodes of some classes in a node, itself included, in the order in which `ast.walk` gives them."""
        first = self._places.get(node)
        if first is None:
            return [part for part in ast.walk(node) if isinstance(part, (kind, *others))]  # type: ignore[misc]
        found: list[int] = []
        for one in (kind, *others):
            places = self._by_kind.get(one, [])
            found += places[bisect_left(places, first) : bisect_left(places, self._ends[first])]
        # Level by level, and in the order of the source within one.
        found.sort()
        found.sort(key=self._depths.__getitem__)
        return [self._nodes[place] for place in found]  # type: ignore[misc]
