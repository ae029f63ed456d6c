"""New statements in the place of old ones, laid out as they were: comments, blank lines, long calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from hublint_rules.rewrites import comments

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Sequence

    from hublint.rule import Source
    from hublint.source.block import Block

WIDTH = 100


class Layout:
    """Collects the statements that take a block's place.

    Attributes:
        out: the statements so far.
        waiting: comments of what went, which stand above the next statement.
    """

    def __init__(self, source: Source, block: Block) -> None:
        """Begin with nothing."""
        self.source = source
        self.block = block
        self.step: str = block.default_indent
        self.out: list[cst.BaseStatement] = []
        self.waiting: list[cst.EmptyLine] = []

    @property
    def gap(self) -> int:
        """How many blank lines stand round a function here."""
        return 1 if self.block.indent else 2

    def parse(self, code: str) -> list[cst.BaseStatement]:
        """Return statements from their code, with the file's own indentation and newlines."""
        config = cst.PartialParserConfig(default_indent=self.step, default_newline=self.source.text.newline)
        return list(cst.parse_module(code, config).body)

    def call(self, opening: str, arguments: list[str], closing: str, indent: int = 0) -> str:
        """Return a line of code, broken at its brackets if it is too long where it will stand."""
        line = f"{opening}{', '.join(arguments)}{closing}\n"
        if len(self.block.indent) + indent * len(self.step) + len(line) <= WIDTH:
            return line
        return opening + "\n" + "".join(f"{self.step}{argument},\n" for argument in arguments) + closing + "\n"

    def carry(self, node: cst.BaseStatement) -> None:
        """Keep the comments of a statement that goes, in it too."""
        self.waiting += comments.inside(node)

    def emit(self, statements: Sequence[cst.BaseStatement]) -> None:
        """Add statements, with the comments that are waiting and the blank lines that belong before them."""
        first, *rest = statements
        leading = list(first.leading_lines)  # type: ignore[attr-defined]
        blank = 0
        while leading and leading[0].comment is None:
            leading.pop(0)
            blank += 1
        if not self.out:
            blank = 0
        elif isinstance(first, cst.FunctionDef) or isinstance(self.out[-1], cst.FunctionDef):
            blank = max(blank, self.gap)
        elif self.waiting:
            blank = max(blank, 1)
        leading = [*([cst.EmptyLine(indent=False)] * blank), *self.waiting, *leading]
        self.waiting = []
        self.out += [first.with_changes(leading_lines=leading), *rest]

    def comments_of_blocks(
        self, statements: list[ast.stmt], positions: dict[ast.stmt, int], opens: Callable[[ast.AST], bool]
    ) -> tuple[dict[int, list[cst.EmptyLine]], dict[int, list[cst.EmptyLine]]]:
        """Return the comments of the `with` blocks that go, by the position they stand above or below."""
        above: dict[int, list[cst.EmptyLine]] = {}
        below: dict[int, list[cst.EmptyLine]] = {}

        def visit(statement: ast.stmt) -> list[int]:
            if not opens(statement):
                return [positions[statement]]
            inside = [at for child in statement.body for at in visit(child)]  # type: ignore[attr-defined]
            node = self.block.node(statement)
            assert isinstance(node, cst.With)  # noqa: S101 - that is what opens
            first, last = comments.round_suite(node)
            above[inside[0]] = [*first, *above.get(inside[0], ())]
            below.setdefault(inside[-1], []).extend(last)
            return inside

        for statement in statements:
            visit(statement)
        return above, below

    def spaced_before(self, *, first: bool) -> tuple[int, str]:
        """Return where the new code begins, and the blank lines before it that a function there needs.

        Comments right above the block belong to what the block becomes, so the blank lines go above them.
        """
        start = self.block.start
        if not self.out or not isinstance(self.out[0], cst.FunctionDef) or first:
            return start, ""
        text = self.source.text
        row = above = text.line_of(start) - 1
        while row > 0 and text.line(row).lstrip().startswith("#"):
            row -= 1
        if row == 0:
            return start, ""
        lines = text.utf8[text.line_starts[row] : start].decode() if row < above else ""
        blank = 0
        while row - blank > 0 and not text.line(row - blank).strip():
            blank += 1
        if self.gap <= blank:
            return start, ""
        return text.line_starts[row], text.newline * (self.gap - blank) + lines


def without_trailing_space(node: cst.BaseStatement) -> cst.BaseStatement:
    """Return a statement whose blank lines above it are empty wherever it comes to stand."""
    lines = [line if line.comment is not None else cst.EmptyLine(indent=False) for line in node.leading_lines]  # type: ignore[attr-defined]
    return node.with_changes(leading_lines=lines)


def bracketed(code: str) -> str:
    """Return an expression as it can stand behind `=`, on several lines too."""
    return f"({code})" if "\n" in code else code


def indentation(source: Source, statement: ast.stmt) -> str:
    """Return the white space before a statement."""
    line = source.text.line(statement.lineno)
    return line[: len(line) - len(line.lstrip())]


def quoted(source: Source, text: str) -> str:
    """Return a string literal in the quotes that the file prefers."""
    utf8 = source.text.utf8
    literal = repr(text)
    plain = literal[0] == "'" and '"' not in literal and "\\" not in literal
    return f'"{text}"' if plain and utf8.count(b'"') > utf8.count(b"'") else literal


__all__ = ["WIDTH", "Layout", "bracketed", "indentation", "quoted", "without_trailing_space"]
