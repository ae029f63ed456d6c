"""What is exchanged in a statement that stays: nodes, statements that go, `with` blocks that are opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import libcst as cst

from hublint_rules.rewrites import comments
from hublint_rules.rewrites.layout import without_trailing_space

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

Change = cst.CSTNode | Callable[[cst.CSTNode], cst.CSTNode]
"""What takes a node's place, or what makes that of the node."""

Beside = tuple[list[cst.BaseStatement], cst.BaseStatement, list[cst.BaseStatement]]
"""A statement that takes the place of another, between those that stand before and behind it now."""


class Exchange(cst.CSTTransformer):
    """Swaps nodes, takes statements out of suites and opens `with` blocks, with the comments of what goes.

    Attributes:
        left: what was not met, since it shares its line with its block.
        gone: the comments of what went.
    """

    def __init__(
        self,
        top: cst.BaseStatement,
        swaps: Mapping[cst.CSTNode, Change],
        removed: Mapping[cst.CSTNode, comments.Fate],
        opened: Collection[cst.CSTNode],
        round_it: Mapping[cst.CSTNode, Callable[[cst.BaseStatement], Beside]],
    ) -> None:
        """Take what is to be done to the nodes in a statement; `visit` it to do so."""
        super().__init__()
        self.top = top
        self.left: set[cst.CSTNode] = {*swaps, *removed, *opened, *round_it}
        self.swaps = swaps
        self.removed = removed
        self.opened = opened
        self.round_it = round_it
        self.beside: dict[cst.CSTNode, tuple[list[cst.BaseStatement], list[cst.BaseStatement]]] = {}
        self.gone: list[cst.EmptyLine] = []
        self.emptied: list[cst.CSTNode] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        """Enter what is not exchanged whole."""
        return not isinstance(self.swaps.get(node), cst.CSTNode)

    def on_leave(  # type: ignore[override]
        self, original_node: cst.CSTNode, updated_node: cst.CSTNode
    ) -> cst.CSTNode | cst.RemovalSentinel:
        """Return what takes a node's place."""
        if original_node in self.swaps:
            self.left.discard(original_node)
            new = self.swaps[original_node]
            updated_node = new if isinstance(new, cst.CSTNode) else new(updated_node)
            if isinstance(updated_node, cst.With) and isinstance(original_node, cst.SimpleStatementLine):
                updated_node = updated_node.with_changes(
                    leading_lines=[*updated_node.leading_lines, *original_node.leading_lines],
                    body=updated_node.body.with_changes(header=original_node.trailing_whitespace),
                )
            if isinstance(updated_node, cst.SimpleStatementLine) and isinstance(original_node, cst.SimpleStatementLine):
                updated_node = updated_node.with_changes(trailing_whitespace=original_node.trailing_whitespace)
                left = comments.lost(original_node, updated_node) if original_node is not self.top else []
                updated_node = updated_node.with_changes(leading_lines=[*original_node.leading_lines, *left])
        if original_node in self.round_it and isinstance(updated_node, cst.BaseStatement):
            before, updated_node, behind = self.round_it[original_node](updated_node)
            self.beside[original_node] = (before, behind)
        if original_node in self.swaps:
            return updated_node
        if isinstance(original_node, cst.SimpleStatementLine) and original_node is not self.top:
            assert isinstance(updated_node, cst.SimpleStatementLine)  # noqa: S101 - nothing else takes its place
            return updated_node.with_changes(
                leading_lines=[*updated_node.leading_lines, *comments.lost(original_node, updated_node)]
            )
        if isinstance(original_node, cst.IndentedBlock) and isinstance(updated_node, cst.IndentedBlock):
            return self._suite(original_node, updated_node)
        if isinstance(updated_node, cst.Else) and updated_node.body in self.emptied and not updated_node.leading_lines:
            return cst.RemoveFromParent()
        if isinstance(updated_node, cst.If) and updated_node.body in self.emptied:
            return _without_first(updated_node)
        return updated_node

    def _suite(self, original: cst.IndentedBlock, updated: cst.IndentedBlock) -> cst.IndentedBlock:
        statements: list[cst.BaseStatement] = []
        parts: list[comments.Part] = []
        under: dict[int, list[cst.EmptyLine]] = {}
        for before, after in zip(original.body, updated.body, strict=True):
            statements.append(after)
            leading = without_trailing_space(after).leading_lines  # type: ignore[attr-defined]
            if before in self.removed:
                self.left.discard(before)
                fate = self.removed[before]
                parts.append(comments.Part(() if fate == "turns" else leading, fate))
            elif before in self.beside:
                self.left.discard(before)
                statements[-1:] = [*self.beside[before][0], after, *self.beside[before][1]]
                beside = statements[len(parts) :]
                parts += [comments.Part(without_trailing_space(one).leading_lines, "stays") for one in beside]  # type: ignore[attr-defined]
            elif before in self.opened and isinstance(after, cst.With):
                self.left.discard(before)
                inner = list(after.body.body)
                parts.append(comments.Part(leading, "turns", len(inner)))
                statements += inner  # type: ignore[arg-type]
                parts += [comments.Part(one.leading_lines, "stays") for one in inner]  # type: ignore[attr-defined]
                under[len(parts)] = comments.under_suite(after)
            else:
                parts.append(comments.Part(leading, "stays"))
        if all(part.fate == "stays" for part in parts):
            return updated.with_changes(body=statements)
        settled = comments.settle(parts)
        body: list[cst.BaseStatement] = []
        waiting: list[cst.EmptyLine] = []
        for at, (statement, part) in enumerate(zip(statements, parts, strict=True)):
            waiting += under.get(at, ())
            if part.fate == "stays":
                body.append(statement.with_changes(leading_lines=[*waiting, *settled.above[at]]))
                waiting = []
        waiting += [*under.get(len(parts), ()), *settled.below]
        changed = updated.with_changes(
            body=body or [cst.SimpleStatementLine([cst.Pass()])], footer=[*waiting, *updated.footer]
        )
        left = [line.comment for line in comments.inside(changed)]
        self.gone += [line for line in comments.inside(updated) if line.comment not in left]
        if not body and not left:
            self.emptied.append(changed)
        return changed


def _without_first(node: cst.If) -> cst.If:
    """Return an `if` whose first branch has nothing to do any more with the other one in its place, if it has one."""
    other = node.orelse
    if not isinstance(other, cst.Else) or other.leading_lines:
        return node
    if isinstance(node.test, cst.UnaryOperation) and isinstance(node.test.operator, cst.Not):
        test = node.test.expression
        if test.lpar and "\n" not in cst.Module([]).code_for_node(test):
            test = test.with_changes(lpar=test.lpar[1:], rpar=test.rpar[:-1])
    else:
        operand = node.test
        if isinstance(operand, (cst.BooleanOperation, cst.IfExp, cst.NamedExpr)) and not operand.lpar:
            operand = operand.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
        test = cst.UnaryOperation(cst.Not(), operand)
    return node.with_changes(test=test, body=other.body, orelse=None)
