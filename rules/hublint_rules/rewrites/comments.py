"""The comments of code that goes: no rewrite may lose one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

if TYPE_CHECKING:
    from hublint.source.block import Block


def inside(node: cst.CSTNode) -> list[cst.EmptyLine]:
    """Return every comment in a node, in order, each as a line of its own."""
    found: list[cst.EmptyLine] = []

    class Collector(cst.CSTVisitor):
        def visit_Comment(self, node: cst.Comment) -> None:  # noqa: N802 - libcst's name
            found.append(cst.EmptyLine(comment=node))

    node.visit(Collector())
    return found


def round_suite(node: cst.With) -> tuple[list[cst.EmptyLine], list[cst.EmptyLine]]:
    """Return the comments of a `with` block above the statements in it, and those below them."""
    body = node.body
    above = inside(node.with_changes(body=cst.IndentedBlock(body=[])))
    if not isinstance(body, cst.IndentedBlock):
        return above, []
    if body.header.comment is not None:
        above.append(cst.EmptyLine(comment=body.header.comment))
    return above, [line for line in body.footer if line.comment is not None]


def below(block: Block) -> tuple[int, list[cst.EmptyLine]]:
    """Return the comments under a block that are indented deeper than it, and the offset at which they end."""
    text = block.source.text
    end = block.end
    found: list[cst.EmptyLine] = []
    for row in range(text.line_of(end), len(text.line_starts) + 1):
        line = text.line(row)
        bare = line.strip()
        if text.line_starts[row - 1] < block.end or (
            bare and not (bare.startswith("#") and _deeper(line, block.indent))
        ):
            break
        if bare:
            found.append(cst.EmptyLine(comment=cst.Comment(bare)))
            end = text.line_starts[row] if row < len(text.line_starts) else len(text.utf8)
    return end, found


def _deeper(line: str, indent: str) -> bool:
    return line.startswith(indent) and line[len(indent) : len(indent) + 1] in {" ", "\t"}
