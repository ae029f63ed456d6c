"""Where an ignore comment for a finding is put, so that it silences that finding and harms nothing."""

from __future__ import annotations

import io
import tokenize
from typing import TYPE_CHECKING, NamedTuple

from hublint.requirements import Manifest
from hublint.source.directives import COMMENT, DIRECTIVE, SEPARATOR
from hublint.source.edit import Edit, apply
from hublint.source.ignores import covered_lines, requirement_ignore, requirement_is_ignored, statement_lines
from hublint.source.text import Text

if TYPE_CHECKING:
    from hublint.rule import Finding
    from hublint.source.source import Source

_BLANK = " \t\f"
_STARTS = frozenset(getattr(tokenize, name, None) for name in ("FSTRING_START", "TSTRING_START")) - {None}
_ENDS = frozenset(getattr(tokenize, name, None) for name in ("FSTRING_END", "TSTRING_END")) - {None}
_NO_CODE = frozenset({tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT})


class _Lines(NamedTuple):
    """Some lines as the tokenizer sees them."""

    comments: dict[int, tuple[int, str]]
    """The comment that a line ends with, and the column, in characters, at which it begins."""
    code: set[int]
    """The lines that hold code."""
    inside: set[int]
    """The lines that end inside a string."""


def ignore_edit(source: Source, finding: Finding, reason: str = "") -> Edit | None:
    """Return the edit that silences a finding by an ignore comment; None where there is no place for one.

    The code goes into the ignore comment that the finding's line has already, else a comment goes to the end of the
    line, behind what is said there. Where the line ends inside a string or with a backslash, it goes to another line
    of the statement that stands for all of it, or to a line of its own above. What stands at the finding's `start`
    decides, so that a finding that has been moved along with its text will do. A new comment gives `reason`, if there
    is one; one that is there keeps its own.
    """
    text = source.text
    if not 0 <= finding.start < len(text.utf8):
        return None
    row = text.line_of(finding.start)
    statements = _statements(source)
    around = [one for one in statements if one[0] <= row <= one[1]]
    lines = _read_once(source, *_together(statements, row))
    if lines is None or row not in lines.code or _is_in_comment(text, lines, row, finding.start):
        return None
    innermost = sorted(around, key=lambda one: one[1] - one[0])
    for place in dict.fromkeys([row, *(end for first, header, _ in innermost for end in (header, first))]):
        if _is_open(text, lines, place) and row in covered_lines(statements, place, alone=False):
            return _at_the_end(text, place, lines.comments.get(place), finding.code, reason)
    for statement in innermost:
        edit = _above(text, statements, statement, row, _comment(finding.code, reason))
        if edit is not None:
            return edit
    return None


def silenced_rows(source: Source, edit: Edit) -> range:
    """Return the lines, as they are before it, that an edit of `ignore_edit` silences its code in."""
    statements = _statements(source)
    row = source.text.line_of(edit.start)
    if not edit.replacement.endswith(("\n", "\r")):
        return covered_lines(statements, row, alone=False)
    # A line of its own above a statement.
    return next((range(first, last + 1) for first, _, last in statements if first == row), range(row, row + 1))


def _comment(code: str, reason: str) -> str:
    return f"# hublint: ignore[{code}]{' ' if reason else ''}{reason}"


def _statements(source: Source) -> list[tuple[int, int, int]]:
    known: list[tuple[int, int, int]] | None = source.notes.get(ignore_edit)
    if known is None:
        known = source.notes[ignore_edit] = sorted(statement_lines(source.tree))
    return known


def _together(statements: list[tuple[int, int, int]], row: int) -> tuple[int, int]:
    """Return the lines round one that can be read apart from the rest: no statement begins before or ends behind."""
    first = last = row
    while True:
        sharing = [one for one in statements if one[0] <= last and first <= one[1]]
        begin, end = min([first, *(one[0] for one in sharing)]), max([last, *(one[1] for one in sharing)])
        if (begin, end) == (first, last):
            return first, last
        first, last = begin, end


def _read_once(source: Source, first: int, last: int) -> _Lines | None:
    """Read some lines as `_read` does; many findings may ask for the same ones."""
    known: dict[tuple[int, int], _Lines | None] = source.notes.setdefault(_read, {})
    if (first, last) not in known:
        known[first, last] = _read(source.text, first, last)
    return known[first, last]


def _read(text: Text, first: int, last: int) -> _Lines | None:
    """Read some lines; the whole file where the tokenizer cannot make sense of them alone."""
    rows = len(text.line_starts)
    for begin, end in ((first, last), (1, rows)):
        start = text.line_starts[begin - 1]
        stop = text.line_starts[end] if end < rows else len(text.utf8)
        found = _Lines({}, set(), set())
        opened: list[int] = []
        try:
            # Lines end as the parser ends them: `\r` alone counts too.
            code = io.StringIO(text.utf8[start:stop].decode(), newline=None)
            for token in tokenize.generate_tokens(code.readline):
                row, end_row = token.start[0] + begin - 1, token.end[0] + begin - 1
                if token.type == tokenize.COMMENT:
                    found.comments[row] = token.start[1], token.string
                elif token.type not in _NO_CODE and token.string:
                    found.code.update(range(row, end_row + 1))
                if token.type in _STARTS:
                    opened.append(row)
                elif token.type in _ENDS and opened:
                    row = opened.pop()
                if end_row > row and token.type not in _NO_CODE:
                    found.inside.update(range(row, end_row))
        except (tokenize.TokenError, SyntaxError):
            continue
        return found
    return None


def _is_in_comment(text: Text, lines: _Lines, row: int, offset: int) -> bool:
    comment = lines.comments.get(row)
    return comment is not None and offset >= text.line_starts[row - 1] + len(text.line(row)[: comment[0]].encode())


def _is_open(text: Text, lines: _Lines, row: int) -> bool:
    """Tell whether a comment can stand at the end of a line, behind code."""
    if row not in lines.code or row in lines.inside:
        return False
    return row in lines.comments or not text.line(row).endswith("\\")


def _at_the_end(text: Text, row: int, comment: tuple[int, str] | None, code: str, reason: str) -> Edit | None:
    line = text.line(row)
    start = text.line_starts[row - 1]
    if comment is not None:
        column, said = comment
        place = _place_in(said, code)
        if place is not None:
            at = start + len((line[:column] + said[:place]).encode())
            return Edit(at, at, f", {code}")
        if _says(said, code):
            return None
    bare = line.rstrip(_BLANK)
    return Edit(start + len(bare.encode()), start + len(line.encode()), f"  {_comment(code, reason)}")


def _place_in(comment: str, code: str) -> int | None:
    """Return where a code goes in the list of an ignore comment that is there; None if there is no such list."""
    for listed, (start, _) in _lists(comment):
        if listed is not None and SEPARATOR.sub("", listed) and code not in SEPARATOR.split(listed.upper()):
            return start + len(listed.rstrip(", \t"))
    return None


def _says(comment: str, code: str) -> bool:
    return any(listed is None or code in SEPARATOR.split(listed.upper()) for listed, _ in _lists(comment))


def _lists(comment: str) -> list[tuple[str | None, tuple[int, int]]]:
    """Return what hublint's own ignore comments in a comment list, for their lines, and where they do."""
    found = []
    for match in COMMENT.finditer(comment):
        directive = DIRECTIVE.match(match["says"]) if match["own"] is not None else None
        if directive is not None and directive["scope"].lower() == "ignore":
            shift = match.start("says")
            start, end = directive.span("codes")
            found.append((directive["codes"], (shift + start, shift + end)))
    return found


def _above(
    text: Text, statements: list[tuple[int, int, int]], statement: tuple[int, int, int], row: int, comment: str
) -> Edit | None:
    """Return the edit that puts a comment on a line of its own above a statement, all of which it then covers."""
    first, header, last = statement
    meant = next(one for one in statements if one[0] == first)
    if header != last or meant != statement:
        # The comment would speak of a whole block, or of another statement.
        return None
    if any(one[0] < first <= one[1] for one in statements):
        # The line begins within the statement before.
        return None
    line, start = text.line(first), text.line_starts[first - 1]
    blank = line[: len(line) - len(line.lstrip(_BLANK))]
    continued = first > 1 and text.line(first - 1).endswith("\\")
    if continued or not first <= row <= last or not line.strip():
        return None
    end = text.line_starts[first] if first < len(text.line_starts) else len(text.utf8)
    newline = text.utf8[start + len(line.encode()) : end].decode() or text.newline
    return Edit(start, start, f"{blank}{comment}{newline}")


# Requirements


def requirement_ignore_edit(manifest: Manifest, finding: Finding, reason: str = "") -> Edit | None:
    """Return the edit that silences a finding in a file of requirements; None where it has no place for a comment.

    The edit is tried: the file must state what it did, and the engine must read the comment.
    """
    text = Text.decoded(manifest.text)
    if not 0 <= finding.start < len(text.utf8) or manifest.name.endswith((".json", "Pipfile.lock")):
        return None
    row = text.line_of(finding.start)
    line, start = text.line(row), text.line_starts[row - 1]
    if line.endswith("\\") or requirement_is_ignored(line, finding.code):
        return None
    comment = requirement_ignore(line)
    if comment is not None and comment["codes"]:
        at = start + len(line[: comment.start("codes") + len(comment["codes"].rstrip(", \t"))].encode())
        edit = Edit(at, at, f", {finding.code}")
    else:
        bare = line.rstrip(_BLANK)
        edit = Edit(start + len(bare.encode()), start + len(line.encode()), f"  {_comment(finding.code, reason)}")
    changed = Text.decoded(apply(text.utf8, [edit]))
    states_the_same = _stated(Manifest(manifest.name, changed.utf8)) == _stated(manifest)
    return edit if states_the_same and requirement_is_ignored(changed.line(row), finding.code) else None


def _stated(manifest: Manifest) -> list[tuple[object, ...]]:
    return [(one.name, one.specifier, one.is_conditional, one.is_conda, one.written) for one in manifest.entries]


__all__ = ["ignore_edit", "requirement_ignore_edit", "silenced_rows"]
