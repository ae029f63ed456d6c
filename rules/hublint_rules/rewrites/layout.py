"""New statements in the place of old ones, laid out as they were: comments, blank lines, long calls."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

import libcst as cst

from hublint_rules.rewrites import comments

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Sequence

    from hublint.rule import Source
    from hublint.source.block import Block

WIDTH = 100
_DEFINITIONS = (cst.FunctionDef, cst.ClassDef)


class Layout:
    """Collects the statements that take a block's place.

    Attributes:
        out: the statements so far.
        waiting: comments that stand above the next statement.
        start: where the new code begins.
        above: the blank lines and comments above each statement, once the block is rewritten.
        over, under: the comments of blocks that go: above their first and below their last statement.
    """

    def __init__(self, source: Source, block: Block) -> None:
        """Begin with nothing."""
        self.source = source
        self.block = block
        self.step: str = block.default_indent
        self.out: list[cst.BaseStatement] = []
        self.waiting: list[cst.EmptyLine] = []
        self.start: int = block.start
        self.above: dict[ast.stmt, list[cst.EmptyLine]] = {}
        self.under: dict[ast.stmt, list[cst.EmptyLine]] = {}
        self.over: dict[ast.stmt, list[cst.EmptyLine]] = {}
        self._paragraphs: dict[ast.stmt, int] = {}

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
        elif isinstance(first, _DEFINITIONS) or isinstance(self.out[-1], _DEFINITIONS):
            blank = max(blank, self.gap)
        elif self.waiting:
            blank = max(blank, 1)
        leading = [*([cst.EmptyLine(indent=False)] * blank), *self.waiting, *leading]
        self.waiting = []
        self.out += [first.with_changes(leading_lines=leading), *rest]

    def settle(
        self, statements: list[ast.stmt], opens: Callable[[ast.AST], bool], fate: Callable[[ast.stmt], comments.Fate]
    ) -> None:
        """Tell where the comments above the statements of the block stand, once it is rewritten.

        Args:
            statements: those of the block.
            opens: whether a statement is a `with` block that goes, the statements in it taking its place.
            fate: what becomes of another statement.
        """
        found: list[ast.stmt] = []
        parts: list[comments.Part] = []
        self.start, above = comments.above(self.block)

        def visit(statement: ast.stmt) -> None:
            at = len(parts)
            node = self.block.node(statement)
            # Statements that share their line have no comments above them.
            own = without_trailing_space(node).leading_lines if isinstance(node, cst.BaseStatement) else ()  # type: ignore[attr-defined]
            leading = [*(above if not parts else ()), *own]
            found.append(statement)
            if not opens(statement):
                parts.append(comments.Part(leading, fate(statement)))
                return
            assert isinstance(node, cst.With)  # noqa: S101 - that is what opens
            parts.append(comments.Part(leading, "turns"))
            for child in statement.body:  # type: ignore[attr-defined]
                visit(child)
            parts[at] = parts[at]._replace(inside=len(parts) - at - 1)
            self.under.setdefault(found[-1], []).extend(comments.under_suite(node))

        for statement in statements:
            visit(statement)
        starts = accumulate(bool(part.leading) for part in parts)
        self._paragraphs = dict(zip(found, starts, strict=True))
        settled = comments.settle(parts)
        self.above = dict(zip(found, settled.above, strict=True))
        self._part_paragraphs([one for one, part in zip(found, parts, strict=True) if part.fate == "stays"])
        self.under.setdefault(found[-1], []).extend(settled.below)
        for at, part in enumerate(parts):
            if part.inside:
                first = next(n for n in range(at, len(parts)) if not parts[n].inside)
                self.over.setdefault(found[first], []).extend(comments.alone(settled.above[at]))
            elif part.fate == "moves":
                heading, self.above[found[at]] = comments.heading(settled.above[at])
                self.over.setdefault(found[at], []).extend(heading)

    def _part_paragraphs(self, staying: list[ast.stmt]) -> None:
        """Keep a blank line between statements that stay, where those that go stood below one of the file's own."""
        for before, statement in pairwise(staying):
            if not self.above[statement] and self._paragraphs[before] != self._paragraphs[statement]:
                self.above[statement] = [cst.EmptyLine(indent=False)]

    def placed(self, statement: ast.stmt, node: cst.BaseStatement) -> cst.BaseStatement:
        """Return a statement that stays with the comments above it that belong there now."""
        return node.with_changes(leading_lines=self.above[statement])

    def hoisted(self, statement: ast.stmt, node: cst.BaseStatement, code: str) -> None:
        """Add the assignment that keeps a value evaluated where a statement stood that goes."""
        (made,) = self.parse(code)
        within = comments.inside(node.with_changes(leading_lines=[]))
        self.emit([made.with_changes(leading_lines=[*self.above[statement], *within])])

    def remarks(self, statement: ast.stmt, node: cst.BaseStatement) -> list[cst.EmptyLine]:
        """Return the comments of a statement that something else takes the place of: above it, and in it."""
        own = comments.inside(node.with_changes(leading_lines=[]))
        return [*comments.alone(self.above[statement]), *own]

    def exporting(
        self, statement: ast.stmt, node: cst.BaseStatement, spoken: Sequence[cst.EmptyLine]
    ) -> list[cst.EmptyLine]:
        """Return what stands above the code of an export: what is said of it, from the statements above it on."""
        above = self.above[statement]
        blank = next((n for n, line in enumerate(above) if line.comment is not None), len(above))
        inside = comments.inside(node.with_changes(leading_lines=[]))
        return [*above[:blank], *spoken, *comments.alone(above), *inside]

    def of_parameters(self, made: Sequence[tuple[ast.stmt, str]]) -> list[cst.EmptyLine]:
        """Return the comments of placeholders that become the parameters of a function, each given with its name."""
        found: list[cst.EmptyLine] = []
        groups: dict[int, list[tuple[ast.stmt, str]]] = {}
        for statement, name in made:
            groups.setdefault(self._paragraphs[statement], []).append((statement, name))
        for group in groups.values():
            above = [line for statement, _ in group for line in self.above[statement]]
            within = [
                (name, comments.inside(self.block.node(statement).with_changes(leading_lines=[])))
                for statement, name in group
            ]
            found += comments.of_parameters([name for _, name in group], above, within)
        return found

    def spaced_before(self, *, first: bool) -> tuple[int, str]:
        """Return where the new code begins, and the blank lines before it that a function there needs."""
        if not self.out or not isinstance(self.out[0], _DEFINITIONS) or first:
            return self.start, ""
        text = self.source.text
        row = text.line_of(self.start) - 1
        if text.line(row).lstrip().startswith("#"):
            return self.start, ""
        blank = 0
        while row - blank > 0 and not text.line(row - blank).strip():
            blank += 1
        return self.start, text.newline * max(0, self.gap - blank)


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
