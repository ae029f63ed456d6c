"""Neighbouring statements as libcst sees them, tied to their `ast` nodes by position.

Only these statements are parsed: libcst needs 0.8 s for a megabyte, and a rewrite touches a few lines.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from typing import TYPE_CHECKING, Any

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hublint.source.source import Source

# libcst's native parser recurses on the C stack and dies of a signal where that ends (200 levels on a 1 MB stack), and
# is quadratic in method chains: what is deeper than this is reported without a fix.
_DEEPEST = 100
_LARGEST = 1_000_000

_INDENT = re.compile(r"[ \t\f]*")


class BlockError(Exception):
    """Statements that libcst cannot be asked about; the text says why."""


class Block:
    """Statements of one suite, from their first line to their last.

    Attributes:
        statements: the `ast` statements.
        start: the byte offset of the first line's beginning.
        end: the byte offset behind the last line, its newline included.
        indent: the white space before each statement.
    """

    def __init__(self, source: Source, statements: list[ast.stmt]) -> None:
        """Parse the lines of `statements`.

        Raises:
            BlockError: if they share a line with other code, are nested too deeply, or libcst reads them otherwise.
        """
        self.source = source
        self.statements = statements
        text = source.text
        first, last = statements[0], statements[-1]
        line = min([first.lineno, *(decorator.lineno for decorator in getattr(first, "decorator_list", []))])
        last_line = last.end_lineno or last.lineno
        self.start: int = text.line_starts[line - 1]
        self.end: int = text.line_starts[last_line] if last_line < len(text.line_starts) else len(text.utf8)
        code = text.utf8[self.start : self.end].decode()
        self.indent: str = _indentation(code)
        if text.utf8[self.start : text.offset(first.lineno, first.col_offset)].strip() and first.lineno == line:
            message = "the statement does not begin its line"
            raise BlockError(message)
        if len(code) > _LARGEST or any(_depth(source, statement) > _DEEPEST for statement in statements):
            message = "the statement is too large or too deeply nested to be rewritten"
            raise BlockError(message)
        prefix = "if 1:\n" if self.indent else ""
        try:
            self.module: cst.Module = cst.parse_module(prefix + code)
            self._line_shift = line - 1 - bool(prefix)
            # On a few statements the provider costs a few milliseconds; on whole files it would cost seconds.
            ranges = MetadataWrapper(self.module, unsafe_skip_copy=True).resolve(PositionProvider)
        except (cst.ParserSyntaxError, RecursionError, UnicodeError) as error:
            message = f"libcst does not parse the statement: {error}"
            raise BlockError(message) from None
        self._by_span: dict[CodeRange, list[cst.CSTNode]] = {}
        for found, code_range in ranges.items():
            self._by_span.setdefault(code_range, []).append(found)
        body: Any = self.module.body[0] if self.indent else self.module
        self.nodes: list[cst.BaseStatement] = list(body.body.body if self.indent else body.body)
        if len(self.nodes) != len(statements) or any(
            isinstance(line, cst.SimpleStatementLine) and len(line.body) > 1 for line in self.nodes
        ):
            message = "the statement shares its line with another one"
            raise BlockError(message)

    def node(self, node: ast.expr | ast.stmt) -> cst.CSTNode:
        """Return the libcst node of an `ast` node.

        Raises:
            BlockError: if there is none, which happens for a few exotic expressions.
        """
        text = self.source.text
        ends = []
        for line, column in ((node.lineno, node.col_offset), (node.end_lineno or 0, node.end_col_offset or 0)):
            at = text.line_starts[line - 1]
            ends.append((line - self._line_shift, len(text.utf8[at : at + column].decode())))
        found = self._by_span.get(CodeRange(*ends), [])
        # A simple statement fills its line: the line, which has the comments, is what stands for it.
        kinds = (cst.BaseExpression,) if isinstance(node, ast.expr) else (cst.BaseStatement, cst.BaseSmallStatement)
        for kind in kinds:
            for candidate in found:
                if isinstance(candidate, kind):
                    return candidate
        message = f"libcst and ast disagree about line {node.lineno}"
        raise BlockError(message)

    def render(self, statements: Sequence[cst.BaseStatement | cst.EmptyLine]) -> str:
        """Return the code of new statements in the place of this block: its indentation and newlines."""
        newline = self.source.text.newline
        body = [s for s in statements if not isinstance(s, cst.EmptyLine)]
        footer = [s for s in statements if isinstance(s, cst.EmptyLine)]
        module = cst.Module([], default_indent=self.default_indent, default_newline=newline)
        if self.indent:
            suite = cst.IndentedBlock(body, indent=self.indent, footer=footer)
            _, _, code = module.with_changes(body=[cst.If(cst.Name("_"), suite)]).code.partition(newline)
        else:
            code = module.with_changes(body=body, footer=footer).code
        if self.source.text.utf8[: self.end].endswith((b"\n", b"\r")):
            return code if code.endswith(("\n", "\r")) else code + newline
        return code.rstrip("\r\n")

    @property
    def default_indent(self) -> str:
        """One level of indentation: the file's own, else four spaces."""
        return self.source.step


def substitute(node: cst.CSTNode, replacements: Mapping[cst.CSTNode, cst.CSTNode]) -> Any:
    """Return the tree with some of its nodes, taken by identity, replaced."""
    return node.visit(_Substitution(replacements))


class _Substitution(cst.CSTTransformer):
    def __init__(self, replacements: Mapping[cst.CSTNode, cst.CSTNode]) -> None:
        super().__init__()
        self.replacements = replacements

    def on_visit(self, node: cst.CSTNode) -> bool:
        return node not in self.replacements

    def on_leave(  # type: ignore[override]
        self, original_node: cst.CSTNode, updated_node: cst.CSTNode
    ) -> cst.CSTNode:
        return self.replacements.get(original_node, updated_node)


def _indentation(code: str) -> str:
    match = _INDENT.match(code)
    return match.group() if match else ""


def _depth(source: Source, node: ast.AST) -> int:
    """Return how deeply libcst nests what `ast` may hold in one flat list: `and`, and strings side by side."""
    deepest = 0
    stack = [(node, 1)]
    while stack:
        current, depth = stack.pop()
        if isinstance(current, (ast.BoolOp, ast.JoinedStr)):
            depth += len(current.values)
        elif isinstance(current, ast.Constant) and isinstance(current.value, (str, bytes)):
            depth += _strings(source, current)
        deepest = max(deepest, depth)
        stack += ((child, depth + 1) for child in ast.iter_child_nodes(current))
    return deepest


def _strings(source: Source, node: ast.Constant) -> int:
    """Return of how many strings side by side a constant is made."""
    code = source.code(node)
    if code.count('"') + code.count("'") <= _DEEPEST:
        return 1
    tokens = tokenize.generate_tokens(io.StringIO(f"({code})").readline)
    try:
        return sum(token.type == tokenize.STRING for token in tokens)
    except (tokenize.TokenError, SyntaxError):
        # A piece of an f-string is no code; the pieces count as the parts of the whole.
        return 1
