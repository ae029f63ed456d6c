"""A file in pieces, each of which can be read again without the others: what an editor needs while someone types.

A piece is a top-level statement with the lines above it that belong to none. Read alone it gives what it gives in its
file, for nothing that stands at the margin depends on what stands round it. The lines of its syntax tree are counted
with room behind each piece: one that grows by a few lines leaves the trees of all others as they are.
"""

from __future__ import annotations

import ast
import codecs
import re
from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from hublint.source.index import FIELDS, Binding, Index, Scope
from hublint.source.nodes import first_line, grouped
from hublint.source.source import Source, parse
from hublint.source.text import SourceError, Text

if TYPE_CHECKING:
    from pathlib import Path

# By how many lines a piece may grow before the file has to be read again as a whole.
_ROOM = 100

# What can be read again alone in a class: `global` there has to do with the whole class.
_MEMBERS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Assign, ast.AnnAssign, ast.Expr)

_NEWLINE = re.compile(rb"[\r\n]")

# What is larger is not read between two strokes of a key: that takes longer than anyone waits for.
_LARGEST = 200_000


class Piece:
    """Some lines of a file and what they hold.

    Attributes:
        starts: where its lines begin, counted from its own beginning.
        size: how many bytes it has.
        first: the number that its first line has in the syntax tree.
        room: how many numbers there are before those of the next piece.
        statements: what it holds.
        index: the names that are bound and used in it.
        bindings: those of them that are bound in the module.
        parents: the parent of each node in it.
        stale: whether its text could not be read: the rest is that of the last text that could.
        pending: whether it has been edited and not been judged since.
        head: how many bytes at its beginning are as they were when it was judged.
        tail: how many bytes at its end are.
    """

    __slots__ = (
        "bindings",
        "first",
        "head",
        "index",
        "parents",
        "pending",
        "room",
        "size",
        "stale",
        "starts",
        "statements",
        "tail",
    )

    def __init__(self, part: bytes, first: int, room: int) -> None:
        """Begin a piece that holds nothing yet."""
        self.starts = _line_starts(part)
        self.size = len(part)
        self.first = first
        self.room = room
        self.statements: list[ast.stmt] = []
        self.parents: dict[ast.AST, ast.AST] = {}
        self.bindings: dict[str, list[Binding]] = {}
        self.index: Index
        self.stale = False
        self.pending = False
        self.head = self.tail = self.size

    def judged(self) -> None:
        """Remember that all of it has been judged as it is now."""
        self.pending = False
        self.head = self.tail = self.size


class Part(NamedTuple):
    """What has to be judged again: the span of some lines, and what is used in them."""

    start: int
    end: int
    uses: Index


class Pieces:
    """The pieces of one file, in their order, and what they make together. Changed by edits: for one thread alone.

    Attributes:
        utf8: the text of all of them.
        pieces: all but the last end with a newline.
        bases: the offset at which each of them begins.
        rows: how many lines stand above each of them.
    """

    def __init__(self, text: Text, tree: ast.Module) -> None:
        """Take a file apart; the tree is taken over and changed."""
        self.utf8 = text.utf8
        self.pieces: list[Piece] = []
        self._tree = tree
        self._module = Scope(tree, "module", None)
        self._parents: dict[ast.AST, ast.AST] = {}
        starts = [*text.line_starts, len(text.utf8)]
        first = done = 0
        for statements, last in grouped(tree.body, len(text.line_starts)):
            part = text.utf8[starts[done] : starts[last]]
            if statements or part or not self.pieces or self.utf8.endswith((b"\n", b"\r")):
                piece = Piece(part, first + 1, last - done + _ROOM)
                self._fill(piece, statements, first - done)
                self.pieces.append(piece)
                first += piece.room
            done = last
        self.bases: list[int] = []
        self.rows: list[int] = []
        self._put_together()

    def _fill(self, piece: Piece, statements: list[ast.stmt], by: int) -> None:
        piece.statements = statements
        piece.parents = _moved(statements, by, self._tree)
        self._parents.update(piece.parents)
        self._module.bindings = {}
        piece.index = Index(self._tree, statements, self._module)
        piece.bindings = self._module.bindings

    def _put_together(self) -> None:
        pieces = self.pieces
        self.bases = [0, *accumulate(piece.size for piece in pieces)][:-1]
        self.rows = [0, *accumulate(len(piece.starts) for piece in pieces)][:-1]
        self._tree.body = [statement for piece in pieces for statement in piece.statements]
        bindings: dict[str, list[Binding]] = {}
        for piece in pieces:
            for name, own in piece.bindings.items():
                bindings[name] = bindings[name] + own if name in bindings else own
        self._module.bindings = bindings

    def is_stale(self) -> bool:
        """Tell whether some of the text could not be read."""
        return any(piece.stale for piece in self.pieces)

    def pending(self) -> list[int]:
        """Return which pieces have been edited and not been judged since."""
        return [at for at, piece in enumerate(self.pieces) if piece.pending]

    def part(self, at: int) -> bytes:
        """Return the text of a piece."""
        return self.utf8[self.bases[at] : self.bases[at] + self.pieces[at].size]

    def changed(self, at: int) -> Part:
        """Return what has to be judged of a piece that was edited: the statements of a class in it, or all of it."""
        piece, base = self.pieces[at], self.bases[at]
        (statement,) = piece.statements if len(piece.statements) == 1 else (None,)
        first = piece.first + bisect_right(piece.starts, piece.head) - 1
        last = piece.first + bisect_right(piece.starts, max(piece.head, piece.size - piece.tail)) - 1
        if not isinstance(statement, ast.ClassDef) or not first_line(statement.body[0]) <= first:
            return Part(base, base + piece.size, piece.index)
        # A statement begins behind the one above it: comments between them speak of it.
        above = piece.first
        begin, end = 0, piece.first + len(piece.starts) - 1
        for inner in statement.body:
            ends = inner.end_lineno or inner.lineno
            if not begin and first <= ends:
                begin = above
            if last <= ends:
                end = ends
                break
            above = ends + 1
        begin = begin or above
        starts = [*piece.starts, piece.size]
        return Part(
            base + starts[begin - piece.first],
            base + starts[end - piece.first + 1],
            piece.index.between(self._tree, begin, end),
        )

    def source(self, path: Path | None) -> Source:
        """Return the file as rules see it, good until the next edit; its lines are numbered as those of the tree."""
        index = Index.joined(self._tree, self._module, [piece.index for piece in self.pieces])
        return Source.composed(_SpacedText(self), self._tree, index, parents=self._parents, path=path)

    def edit(self, start: int, end: int, utf8: bytes) -> None:
        """Take over what `utf8` has in the place of the bytes from `start` up to `end`, and read the pieces concerned.

        They become one. If it cannot be read, it is stale, and holds what they held.
        """
        first, last = self._touched(start, end, utf8)
        touched = self.pieces[first : last + 1]
        begin = self.bases[first]
        stop = self.bases[last] + touched[-1].size
        part = utf8[begin : stop + len(utf8) - len(self.utf8)]
        head, tail = start - begin, stop - end
        for base, old in zip(self.bases[first : last + 1], touched, strict=True):
            if old.pending:
                head, tail = min(head, base - begin + old.head), min(tail, stop - base - old.size + old.tail)
        replaced, self.utf8 = self.utf8[start:end], utf8
        if len(touched) == 1 and self._edit_member(touched[0], start - begin, replaced, part):
            touched[0].pending, touched[0].head, touched[0].tail = True, head, tail
            self._put_together()
            return
        numbers = touched[0].first, touched[-1].first + touched[-1].room - touched[0].first
        piece = Piece(part, *numbers)
        piece.pending, piece.head, piece.tail = True, head, tail
        tree = _read(part) if len(piece.starts) <= piece.room else None
        if tree is not None:
            for old in touched:
                for node in old.parents:
                    del self._parents[node]
            self._fill(piece, tree.body, piece.first - 1)
        else:
            piece.stale = True
            piece.statements = [statement for old in touched for statement in old.statements]
            piece.index = Index.joined(self._tree, self._module, [old.index for old in touched])
            for old in touched:
                piece.parents.update(old.parents)
                for name, bindings in old.bindings.items():
                    piece.bindings[name] = [*piece.bindings.get(name, ()), *bindings]
        self.pieces[first : last + 1] = [piece]
        self._put_together()

    def _edit_member(self, piece: Piece, at: int, replaced: bytes, part: bytes) -> bool:
        """Read no more than one statement of a class again; tell whether that was enough.

        It is, where one line was edited and what stands there is still one statement in the same lines.
        """
        (owner,) = piece.statements if len(piece.statements) == 1 else (None,)
        longer = len(part) - piece.size
        typed = part[at : at + len(replaced) + longer]
        if piece.stale or not isinstance(owner, ast.ClassDef) or _NEWLINE.search(replaced + typed) is not None:
            return False
        row = bisect_right(piece.starts, at)
        starts = [*piece.starts[:row], *(start + longer for start in piece.starts[row:])]
        member = _only_one(owner.body, piece.first + row - 1)
        if member is None or len(starts) != len(_line_starts(part)):
            return False
        first, last = first_line(owner.body[member]), owner.body[member].end_lineno or 0
        if at < starts[first - piece.first] + owner.body[member].col_offset:
            # Its margin has to be that of the others, also where tabs and spaces look alike.
            return False
        lines = slice(starts[first - piece.first], [*starts, len(part)][last - piece.first + 1])
        fresh = _read_member(part[lines], owner.body[member], last - first)
        if fresh is None:
            return False
        piece.size, piece.starts = len(part), starts
        self._put_member(piece, owner, member, fresh)
        return True

    def _put_member(self, piece: Piece, owner: ast.ClassDef, member: int, fresh: ast.stmt) -> None:
        """Put a statement in the place of one of a class."""
        old = owner.body[member]
        span = first_line(old), old.end_lineno or old.lineno
        for node in _moved([old], 0, owner):
            del self._parents[node]
            del piece.parents[node]
        parents = _moved([fresh], span[0] - first_line(fresh), owner)
        self._parents.update(parents)
        piece.parents.update(parents)
        owner.body[member] = fresh
        if fresh is owner.body[-1]:
            owner.end_lineno, owner.end_col_offset = fresh.end_lineno, fresh.end_col_offset
        scope = piece.index.scopes[owner]
        bound, scope.bindings, self._module.bindings = scope.bindings, {}, {}
        index = Index(self._tree, [fresh], self._module, scope)
        scope.bindings = _rebound(bound, scope.bindings, span)
        piece.bindings = _rebound(piece.bindings, self._module.bindings, span)
        piece.index = piece.index.replaced(self._tree, span, index)

    def _touched(self, start: int, end: int, utf8: bytes) -> tuple[int, int]:
        """Return the first and last piece that an edit has to do with: together they are whole lines, as before."""
        first = bisect_right(self.bases, start) - 1
        while first > 0 and start == self.bases[first] and self.utf8[start - 1 : start] != b"\n":
            first -= 1
        last = max(first, bisect_left(self.bases, end) - 1)
        while last + 1 < len(self.pieces):
            behind = self.bases[last + 1] + len(utf8) - len(self.utf8)
            before = utf8[behind - 1 : behind] if behind > self.bases[first] else b""
            if before == b"\n" or (before == b"\r" and utf8[behind : behind + 1] != b"\n"):
                break
            last += 1
        return first, last


class _SpacedText(Text):
    """The text of pieces: its lines are numbered as those of their trees, with numbers that no line has in between."""

    __slots__ = ("_pieces",)

    def __init__(self, pieces: Pieces) -> None:
        self.raw = self.utf8 = pieces.utf8
        self.declares = False
        self.bom = b""
        self.encoding = "utf-8"
        self._line_starts: list[int] | None = None
        self._pieces = pieces

    @property
    def line_starts(self) -> list[int]:
        if self._line_starts is None:
            pieces = self._pieces
            self._line_starts = found = []
            for base, piece in zip(pieces.bases, pieces.pieces, strict=True):
                found += [base + start for start in piece.starts]
                found += [base + piece.size] * (piece.room - len(piece.starts))
        return self._line_starts

    def offset(self, line: int, column: int) -> int:
        at = bisect_right(self._pieces.pieces, line, key=lambda piece: piece.first) - 1
        piece = self._pieces.pieces[at]
        number = line - piece.first
        start = piece.starts[number] if number < len(piece.starts) else piece.size
        return min(self._pieces.bases[at] + start + column, len(self.utf8))

    def position(self, offset: int) -> tuple[int, int]:
        """Return the row and column that people count, without the numbers that no line has."""
        pieces = self._pieces
        at = bisect_right(pieces.bases, offset) - 1
        base, piece = pieces.bases[at], pieces.pieces[at]
        row = bisect_right(piece.starts, offset - base)
        start = base + piece.starts[row - 1]
        return pieces.rows[at] + row, len(self.utf8[start:offset].decode(errors="replace")) + 1


def _line_starts(part: bytes) -> list[int]:
    """Return where the lines of a piece begin; behind the newline that ends it begins the next piece."""
    starts = Text.decoded(part).line_starts
    return starts[:-1] if len(starts) > 1 and starts[-1] == len(part) else starts


def _read(part: bytes) -> ast.Module | None:
    if len(part) > _LARGEST or part.startswith(codecs.BOM_UTF8):
        return None
    try:
        return parse(Text.decoded(part))
    except SourceError:
        return None


def _only_one(body: list[ast.stmt], line: int) -> int | None:
    """Return which statement of a suite a line is part of, if no other one shares its lines."""
    for at, statement in enumerate(body):
        if first_line(statement) <= line <= (statement.end_lineno or 0):
            after_others = not at or (body[at - 1].end_lineno or 0) < first_line(statement)
            before_others = at + 1 == len(body) or (statement.end_lineno or 0) < first_line(body[at + 1])
            return at if after_others and before_others and isinstance(statement, _MEMBERS) else None
    return None


def _read_member(lines: bytes, old: ast.stmt, more: int) -> ast.stmt | None:
    """Read a statement of a class alone; None unless it is one, at the same margin and of as many lines."""
    tree = _read(b"class _:\n" + lines)
    body = tree.body[0].body if tree is not None and len(tree.body) == 1 else []  # type: ignore[attr-defined]
    if len(body) != 1 or not isinstance(body[0], _MEMBERS):
        return None
    (fresh,) = body
    same_place = (fresh.col_offset, fresh.lineno - first_line(fresh)) == (
        old.col_offset,
        old.lineno - first_line(old),
    )
    return fresh if same_place and first_line(fresh) == 2 and fresh.end_lineno == 2 + more else None


def _rebound(
    before: dict[str, list[Binding]], fresh: dict[str, list[Binding]], span: tuple[int, int]
) -> dict[str, list[Binding]]:
    """Return what names are bound to when the lines of a span have been read again."""
    first, last = span
    found = {
        name: kept
        for name, bindings in before.items()
        if (kept := [one for one in bindings if not first <= one.node.lineno <= last])  # type: ignore[attr-defined]
    }
    for name, bindings in fresh.items():
        kept = found.get(name, [])
        above = sum(one.node.lineno < first for one in kept)  # type: ignore[attr-defined]
        found[name] = [*kept[:above], *bindings, *kept[above:]]
    return found


def _moved(statements: list[ast.stmt], by: int, owner: ast.AST) -> dict[ast.AST, ast.AST]:
    """Move statements down by some lines, and return the parent of each node in them."""
    parents: dict[ast.AST, ast.AST] = dict.fromkeys(statements, owner)
    stack: list[ast.AST] = list(statements)
    pop, push, fields_of = stack.pop, stack.append, FIELDS.get
    while stack:
        node = pop()
        values = node.__dict__
        if "lineno" in values:
            values["lineno"] += by
            values["end_lineno"] += by
        for name in FIELDS[node.__class__]:
            value = values.get(name)
            for child in value if value.__class__ is list else (value,):
                if fields_of(child.__class__) is not None:
                    parents[child] = node  # type: ignore[index]
                    push(child)  # type: ignore[arg-type]
    return parents


__all__ = ["Part", "Piece", "Pieces"]
