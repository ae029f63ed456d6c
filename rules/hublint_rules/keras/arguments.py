"""The arguments of a call as they are written: edits that add or take away one and leave comments and layout alone."""

from __future__ import annotations

import re
import tokenize
from typing import TYPE_CHECKING, NamedTuple

from hublint.rule import Edit

if TYPE_CHECKING:
    import ast
    from collections.abc import Collection, Iterator

    from hublint.rule import Source

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_LAYOUT = frozenset(
    {tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER, tokenize.ENCODING}
)
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")


class Argument(NamedTuple):
    """One argument: its node, its byte span with the parentheses round it, and where its comma ends, if it has one."""

    node: ast.expr | ast.keyword
    start: int
    end: int
    comma: int | None


class Arguments:
    """The arguments of one call, in the order in which they are written.

    Attributes:
        all: the arguments.
    """

    def __init__(self, source: Source, call: ast.Call) -> None:
        """Read the text behind the called name.

        Raises:
            ValueError: if it cannot be told apart; the text says why.
        """
        self._source = source
        self._call = call
        self._comments: list[int] = []
        nodes: list[ast.expr | ast.keyword] = sorted(
            [*call.args, *call.keywords], key=lambda node: (node.lineno, node.col_offset)
        )
        written = list(self._written(source.span(call.func)[1], source.span(call)[1]))
        offset = source.text.offset
        if len(written) != len(nodes) or not all(
            start <= offset(node.lineno, node.col_offset) < end
            for node, (start, end, _) in zip(nodes, written, strict=True)
        ):
            raise ValueError("the call is written in a way that hublint does not edit")
        self.all = [Argument(node, *span) for node, span in zip(nodes, written, strict=True)]

    def of(self, value: ast.expr) -> Argument:
        """Return the argument that has this value."""
        return next(found for found in self.all if value in {found.node, getattr(found.node, "value", None)})

    def without(self, unwanted: Collection[Argument]) -> list[Edit]:
        """Return the edits that take arguments away.

        Raises:
            ValueError: if a comment would go with them, or none would be left.
        """
        edits: list[Edit] = []
        at = 0
        while at < len(self.all):
            behind = at
            while behind < len(self.all) and self.all[behind] in unwanted:
                behind += 1
            if behind == at:
                at += 1
                continue
            if behind < len(self.all):
                start, end = self.all[at].start, self.all[behind].start
            elif at:
                start, end = self.all[at - 1].end, self.all[behind - 1].end
            else:
                raise ValueError("no argument would be left")
            gone = self.all[behind - 1].comma or self.all[behind - 1].end
            first = min((comment for comment in self._comments if start <= comment < end), default=None)
            if first is not None:
                if first < gone or b"\n" not in self._source.text.utf8[gone:first]:
                    raise ValueError("a comment stands among the arguments that would go")
                # A comment on a line of its own below speaks of the argument that stays.
                end = first
            elif behind == len(self.all) and any(
                gone <= comment and b"\n" not in self._source.text.utf8[gone:comment] for comment in self._comments
            ):
                raise ValueError("a comment stands among the arguments that would go")
            edits.append(Edit(start, end, ""))
            at = behind
        return edits

    def adding(self, *texts: str) -> list[Edit]:
        """Return the edits that add arguments at the end, on lines of their own where the others have theirs.

        Raises:
            ValueError: if the brackets hold nothing but a comment.
        """
        if not self.all:
            end = self._source.span(self._call)[1] - 1
            if self._comments:
                raise ValueError("a comment stands in the call")
            return [Edit(end, end, ", ".join(texts))]
        last = self.all[-1]
        if not self._one_per_line():
            return [Edit(last.end, last.end, "".join(f", {text}" for text in texts))]
        data, newline = self._source.text.utf8, self._source.text.newline
        indent = " " * self._column(last.start)
        if (lead := self._before(last.start)).isspace():
            indent = lead
        text = f",{newline}{indent}".join(texts)
        closing = last.end if last.comma is None else last.comma
        # Behind the last argument there may be white space and a comment before the line ends; the new one goes below.
        line_end = next((at for at in range(closing, len(data)) if data[at : at + 1] in {b"\r", b"\n"}), len(data))
        rest = data[closing:line_end].strip()
        if rest and not rest.startswith(b"#"):
            # The call is closed on the last argument's own line.
            comma = "," if last.comma is None else ""
            return [Edit(closing, closing, f"{comma}{newline}{indent}{text}")]
        if last.comma is not None:
            return [Edit(line_end, line_end, f"{newline}{indent}{text},")]
        if line_end == closing:
            return [Edit(closing, closing, f",{newline}{indent}{text},")]
        return [Edit(closing, closing, ","), Edit(line_end, line_end, f"{newline}{indent}{text},")]

    def _one_per_line(self) -> bool:
        """Tell whether each argument begins a line; the first may stand behind the bracket, if there is a second."""
        first, *others = self.all
        begins = [not self._before(argument.start).strip() for argument in others]
        return all(begins) and (bool(others) or not self._before(first.start).strip())

    def _before(self, at: int) -> str:
        text = self._source.text
        return text.utf8[text.line_starts[text.line_of(at) - 1] : at].decode()

    def _column(self, at: int) -> int:
        return len(self._before(at))

    def _written(self, start: int, end: int) -> Iterator[tuple[int, int, int | None]]:
        """Yield the start and end of each argument and the end of the comma behind it."""
        text = self._source.text.utf8[start:end].decode()
        lines = _LINE.findall(text)
        starts = [0]
        for line in lines:
            starts.append(starts[-1] + len(line))
        plain = text.isascii()
        depth = 0
        began: int | None = None
        ended = 0
        try:
            for token in tokenize.generate_tokens(iter([*lines, ""]).__next__):
                here, there = (starts[row - 1] + column for row, column in (token.start, token.end))
                if not plain:
                    here, there = len(text[:here].encode()), len(text[:there].encode())
                here, there = start + here, start + there
                if token.type == tokenize.COMMENT:
                    self._comments.append(here)
                    continue
                if token.type in _LAYOUT:
                    continue
                closes = token.type == tokenize.OP and token.string in _CLOSING
                depth -= closes
                if depth == 0 and closes:
                    if began is not None:
                        yield began, ended, None
                    return
                if depth == 1 and token.type == tokenize.OP and token.string == "," and began is not None:
                    yield began, ended, there
                    began = None
                elif depth:
                    began = here if began is None else began
                    ended = there
                depth += token.type == tokenize.OP and token.string in _OPENING
        except (tokenize.TokenError, SyntaxError, IndexError, StopIteration, RuntimeError):
            return
