"""Ignore comments: on a line, on a statement, for a file; and those that silence nothing."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from hublint.source.nodes import first_line, grouped

if TYPE_CHECKING:
    import re
    import tokenize
    from collections.abc import Collection, Iterable, Iterator

    from hublint.rule import Finding
    from hublint.source.source import Source

_MENTION = (b"hublint:", b"noqa")


class Ignore(NamedTuple):
    """One ignore comment: the byte span of what it says, what it silences, and what goes when it is taken away."""

    start: int
    end: int
    codes: tuple[str, ...] | None
    """None stands for all codes."""
    codes_span: tuple[int, int]
    lines: range | None
    """The lines it covers, None for the whole file."""
    own: bool
    """Whether it is hublint's own kind, not `noqa`, which other tools read too."""
    understood: bool
    """Whether it says what hublint reads; a comment that does not silences nothing."""
    removal: tuple[int, int]


class Unused(NamedTuple):
    """An ignore comment, or some of its codes, that silences nothing, and what takes its place if that is certain."""

    start: int
    end: int
    complaint: str
    removal: tuple[int, int] | None = None
    replacement: str = ""


class Ignores:
    """The ignore comments of one file."""

    def __init__(self, source: Source, further: Iterable[Ignore] = ()) -> None:
        """Read the comments; a file that mentions none costs one search. `further` stand elsewhere and count too."""
        lowered = source.text.utf8.lower()
        mentions = b"hublint:" in lowered or b"noqa" in lowered
        self._comments = list(_comments(source)) if mentions else []
        self._used: dict[int, set[str]] = {comment.start: set() for comment in self._comments}
        self._further = list(further)

    @property
    def of_whole_file(self) -> list[Ignore]:
        """The comments that silence something in all of the file."""
        return [comment for comment in self._comments if comment.lines is None]

    @property
    def comments(self) -> tuple[Ignore, ...]:
        """The comments, in the order in which they stand."""
        return tuple(self._comments)

    def cover(self, finding: Finding) -> bool:
        """Tell whether a comment silences a finding, and remember that it was of use."""
        covered = False
        for comment in self._comments:
            used = _said(comment, finding)
            self._used[comment.start].update(used)
            covered = covered or bool(used)
        return covered or any(_said(comment, finding) for comment in self._further)

    def unused(self, active: Collection[str], known: Collection[str]) -> Iterator[Unused]:
        """Yield what silences nothing, as far as the active rules can tell.

        Args:
            active: the codes of the rules that were run; a comment for another one may be of use on another day.
            known: the codes of all rules. Codes in a `noqa` comment that are not among them belong to other tools.
        """
        for comment in self._comments:
            start, end, used = comment.start, comment.end, self._used[comment.start]
            if not comment.understood:
                yield Unused(start, end, "this ignore comment is not understood; write `# hublint: ignore[CODE]`")
                continue
            if comment.codes is None:
                if comment.own and not used and set(active) == set(known):
                    yield Unused(start, end, "this ignore comment silences nothing; remove it", comment.removal)
                continue
            idle: list[str] = []
            for code in comment.codes:
                spoken_of = {rule for rule in known if rule == code or (comment.own and _stands_for(code, rule))}
                if code not in used and (spoken_of <= set(active) if spoken_of else comment.own):
                    idle.append(code if spoken_of else f"{code} (no such rule)")
            kept = [code for code in comment.codes if code not in {name.partition(" ")[0] for name in idle}]
            if idle:
                removal = comment.codes_span if kept else comment.removal
                complaint = f"ignoring {', '.join(idle)} silences nothing; remove it"
                yield Unused(start, end, complaint, removal, ", ".join(kept))


def _said(comment: Ignore, finding: Finding) -> list[str]:
    """Return the codes of a comment that silence a finding."""
    if comment.lines is not None and finding.location.row not in comment.lines:
        return []
    return [
        code
        for code in (("ALL",) if comment.codes is None else comment.codes)
        if code in {"ALL", finding.code} or (comment.own and _stands_for(code, finding.code))
    ]


def _stands_for(prefix: str, code: str) -> bool:
    """Tell whether what an ignore comment names stands for a rule, as on the command line: `HUB2` for `HUB201`."""
    return prefix == "ALL" or (prefix.isalnum() and not prefix.isalpha() and code.startswith(prefix))


def _comments(source: Source) -> Iterator[Ignore]:
    import tokenize

    from hublint.source.directives import COMMENT, DIRECTIVE, MEANT_AS_CODES, SEPARATOR

    text = source.text
    statements: list[tuple[int, int, int]] | None = None
    cells = [text.line_of(start) for start in text.cell_starts]
    try:
        for token, above in _tokens(source):
            if token.type != tokenize.COMMENT:
                continue
            row, column = token.start[0] + above, token.start[1]
            for match in COMMENT.finditer(token.string):
                line_start = text.line_starts[row - 1]
                before = text.line(row)[:column]
                base = line_start + len(before.encode())

                def at(index: int, base: int = base, comment: str = token.string) -> int:
                    return base + len(comment[:index].encode())

                own = match["own"] is not None
                directive = DIRECTIVE.match(match["says"]) if own else None
                shift = match.start("says") if own else 0
                listed, span = match["noqa"], match.span("noqa")
                stop, understood = match.end(), True
                if directive is not None:
                    listed, span = directive["codes"], directive.span("codes")
                    stop = shift + directive.end()
                    reason = match["says"][directive.end() :]
                    understood = listed is None and not MEANT_AS_CODES.match(reason)
                elif own:
                    stop, understood = shift + len(match["says"].rstrip()), False
                codes = None if listed is None else tuple(filter(None, SEPARATOR.split(listed.upper())))
                understood = understood or bool(codes)
                if not understood:
                    codes = ()
                if statements is None:
                    statements = sorted(statement_lines(source.tree))
                # What follows up to the next `#` is the reason, and goes with the comment.
                after = token.string.find("#", stop)
                end = at(after if after >= 0 else len(token.string))
                alone = not before.strip() and match.start() == 0 and after < 0
                if alone:
                    removal = (line_start, text.line_starts[row] if row < len(text.line_starts) else len(text.utf8))
                else:
                    start = at(match.start())
                    blank = len(text.utf8[line_start:start]) - len(text.utf8[line_start:start].rstrip(b" \t"))
                    removal = (start - blank if after < 0 else start, end)
                whole_file = directive is not None and directive["scope"].lower() == "ignore-file"
                until = next((first for first in cells if first > row), None)
                lines = None if whole_file else covered_lines(statements, row, until, alone=own and not before.strip())
                codes_span = (at(shift + span[0]), at(shift + span[1])) if codes else removal
                yield Ignore(at(match.start()), at(stop), codes, codes_span, lines, own, understood, removal)
    except (tokenize.TokenError, SyntaxError):
        # `ast` has parsed the file; where tokenize stops short, the comments up to there count.
        return


def _tokens(source: Source) -> Iterator[tuple[tokenize.TokenInfo, int]]:
    """Yield the tokens of the statements that may hold a comment of ours, each with the number of lines above them."""
    import io
    import tokenize

    text = source.text
    starts = [*text.line_starts, len(text.utf8)]
    above = 0
    for _, last in grouped(source.tree.body, len(text.line_starts)):
        part = text.utf8[starts[above] : starts[last]]
        spelled = part.lower()
        if any(mention in spelled for mention in _MENTION):
            # Lines end as the parser ends them: `\r` alone counts too.
            for token in tokenize.generate_tokens(io.StringIO(part.decode(), newline=None).readline):
                yield token, above
        above = last


def statement_lines(tree: ast.Module) -> Iterator[tuple[int, int, int]]:
    """Yield each statement's first line, the last line of its header (or of all of a simple one), and its last line."""
    stack: list[ast.AST] = [tree]
    while stack:
        node = stack.pop()
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                continue
            stack.append(child)
            if isinstance(child, ast.stmt):
                last = child.end_lineno or child.lineno
                body = getattr(child, "body", None)
                header = max(child.lineno, first_line(body[0]) - 1) if isinstance(body, list) and body else last
                yield first_line(child), header, last


def covered_lines(statements: list[tuple[int, int, int]], row: int, until: int | None = None, *, alone: bool) -> range:
    """Return the lines that an ignore comment on line `row` covers, `alone` on it or behind code.

    None are covered from the line `until` on, which is another cell's.
    """
    if alone:
        for first, header, last in statements:
            if until is not None and first >= until:
                break
            if first < row < header == last:
                # Inside a long statement it speaks of the next line.
                return range(row, row + 2)
            if first > row:
                # A comment on a line of its own speaks of the statement below it, with all that stands in it.
                return range(first, last + 1)
        return range(row, row + 1)
    for first, header, _ in statements:
        if row in {first, header}:
            return range(first, header + 1)
    return range(row, row + 1)


def requirement_ignore(line: str) -> re.Match[str] | None:
    """Find the ignore comment in a line of a file of requirements; its group `codes` is None where it names none."""
    from hublint.source.directives import OF_REQUIREMENT

    return OF_REQUIREMENT.search(line)


def requirement_is_ignored(line: str, code: str) -> bool:
    """Tell whether a line of a file of requirements ends with a comment that ignores a code."""
    from hublint.source.directives import SEPARATOR

    comment = requirement_ignore(line)
    codes = SEPARATOR.split(comment["codes"]) if comment is not None and comment["codes"] is not None else []
    return comment is not None and (comment["codes"] is None or any(code.startswith(one) for one in codes if one))
