"""Continuation lines that stood under an opening bracket stand there still when an edit moves the bracket."""

from __future__ import annotations

import ast
import io
import token
import tokenize
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from hublint.source.edit import Edit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from hublint.source.source import Source

_SUITES = ("body", "orelse", "finalbody", "handlers", "cases")
_OPENING = "([{"
_CLOSES = frozenset(")]}")
_NO_CODE = frozenset({tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER})
# Since Python 3.12 an f-string is several tokens, and what stands on its further lines is text.
_TEXT_BEGINS, _TEXT_ENDS = (
    {getattr(token, f"{kind}_{end}", -1) for kind in ("FSTRING", "TSTRING")} for end in ("START", "END")
)


class _Change(NamedTuple):
    """An edit within a line: where it begins, and by how many characters what is behind it moves."""

    column: int
    by: int


class _Bracket(NamedTuple):
    row: int
    column: int
    under: int | None
    """The column of what stands behind it on its line; None where nothing does."""


def alignments(source: Source, edits: Iterable[Edit]) -> list[Edit]:
    """Return the edits that indent continuation lines anew, so that they stand under their brackets after `edits`.

    Only lines that stand exactly under what follows their bracket are moved, and what hangs from such a line with it;
    never a line that begins within a string.
    """
    ordered = sorted(edits)
    changes, unknown = _changes(source, ordered)
    moved: list[Edit] = []
    done = 0
    for row in sorted(changes):
        if row <= done:
            continue
        first, done = _logical_line(source, row)
        if done > first:
            moved += _within(source, (first, done), changes, unknown, ordered)
    return moved


def _changes(source: Source, edits: Sequence[Edit]) -> tuple[dict[int, list[_Change]], dict[int, int]]:
    """Return what moves in each line, and from which column on that is not known: behind an edit of several lines."""
    text = source.text
    changes: dict[int, list[_Change]] = {}
    unknown: dict[int, int] = {}
    for edit in edits:
        row, column = text.position(edit.start)
        replaced = text.utf8[edit.start : edit.end].decode()
        if "\n" in replaced or "\r" in replaced or "\n" in edit.replacement or "\r" in edit.replacement:
            last, _ = text.position(edit.end)
            unknown[row] = min(column - 1, unknown.get(row, column))
            unknown.update(dict.fromkeys(range(row + 1, last + 1), 0))
        elif len(edit.replacement) != len(replaced):
            changes.setdefault(row, []).append(_Change(column - 1, len(edit.replacement) - len(replaced)))
    return changes, unknown


def _logical_line(source: Source, row: int) -> tuple[int, int]:
    """Return the first and last row of the statement that a row is in; of a compound one, of the part of its head."""
    statements: list[ast.AST] = list(source.tree.body)
    first, last = 1, len(source.text.line_starts)
    while True:
        inner: list[ast.AST] | None = None
        for statement in statements:
            start, end = _rows(statement)
            if start <= row <= end:
                first, last = start, end
                inner = [child for field in _SUITES for child in _suite(statement, field)]
            elif end < row:
                first = max(first, end + 1)
            else:
                last = min(last, start - 1)
        if not inner:
            return first, last
        statements = inner


def _suite(node: ast.AST, field: str) -> list[ast.AST]:
    value = getattr(node, field, None)
    return value if isinstance(value, list) else []


def _rows(node: ast.AST) -> tuple[int, int]:
    if isinstance(node, ast.match_case):
        return node.pattern.lineno, node.body[-1].end_lineno or node.pattern.lineno
    assert isinstance(node, (ast.stmt, ast.ExceptHandler))  # noqa: S101 - what suites hold
    first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", ()))])
    return first, node.end_lineno or node.lineno


def _within(
    source: Source,
    rows: tuple[int, int],
    changes: dict[int, list[_Change]],
    unknown: dict[int, int],
    edits: Sequence[Edit],
) -> Iterator[Edit]:
    """Yield the edits for the rows of one logical line."""
    text = source.text
    moved: dict[int, int] = {}
    for row, column, bracket, closes in _begun(source, rows):
        by = moved.get(bracket.row, 0)
        under = bracket.under is not None and (column == bracket.under or (closes and column == bracket.column))
        if under:
            if unknown.get(bracket.row, column + 1) <= column:
                continue
            by += sum(change.by for change in changes.get(bracket.row, ()) if change.column < column)
        start = text.line_starts[row - 1]
        span = (start, start + column)
        before = bisect_left(edits, span[1], key=lambda edit: edit.start)
        free = not before or edits[before - 1].end <= start
        if by and free and text.utf8[start : start + column] == b" " * column and column + by >= 0:
            moved[row] = by
            yield Edit(*span, " " * (column + by))


def _begun(source: Source, rows: tuple[int, int]) -> Iterator[tuple[int, int, _Bracket, bool]]:
    """Yield the lines that begin within brackets: row, column, the innermost bracket, and whether they close it."""
    text = source.text
    code = "".join(f"{text.line(row)}\n" for row in range(rows[0], rows[1] + 1))
    open_brackets: list[_Bracket] = []
    last = within_text = 0
    try:
        for kind, string, (row, column), (end, _), _ in tokenize.generate_tokens(io.StringIO(code).readline):
            if kind in _NO_CODE:
                continue
            if open_brackets and open_brackets[-1].under is None and open_brackets[-1].row == row:
                at = None if kind == tokenize.COMMENT else column
                open_brackets[-1] = open_brackets[-1]._replace(under=at)
            if row > last and open_brackets and not within_text:
                bracket = open_brackets[-1]
                yield row + rows[0] - 1, column, bracket._replace(row=bracket.row + rows[0] - 1), string in _CLOSES
            last = max(last, end)
            within_text += (kind in _TEXT_BEGINS) - (kind in _TEXT_ENDS)
            if kind == tokenize.OP and string in _OPENING:
                open_brackets.append(_Bracket(row, column, None))
            elif kind == tokenize.OP and string in _CLOSES and open_brackets:
                open_brackets.pop()
    except (tokenize.TokenError, SyntaxError):
        # The head of a compound statement may end in the middle of nothing that a tokenizer knows.
        return
