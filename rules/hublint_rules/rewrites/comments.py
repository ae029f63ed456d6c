"""The comments of code that goes: each stays with the code that it speaks of, and goes with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

import libcst as cst

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hublint.source.block import Block

# What becomes of a statement: it stays where it is, changed perhaps, or moves into a function; it turns into a
# parameter of one, or into a part of something else; or it goes.
Fate = Literal["stays", "moves", "parameter", "turns", "goes"]

# Comments that tools read, and the marks of cells and snippets: they stay, whatever stands under them.
_FOR_TOOLS = re.compile(
    r"#+\s*(?:pylint|noqa|type:|fmt:|yapf|isort|flake8|mypy|pyright|ruff|pragma|nosec|hublint:|%%|In\s?\[|\[(?:START|END)|"
    r"(?:end)?region\b)"
)
# A comment that is for people whatever becomes of the code: it stays from this line on.
_LASTING = re.compile(r"\b(?:TODO|FIXME|XXX|HACK|Copyright|Licen[cs]ed?|SPDX)\b", re.IGNORECASE)

# What TensorFlow 2 has no notion of; a comment of few words, its mark counted, that has one of these has nothing left
# to speak of. There still are graphs, but nobody launches them.
_FEW = 10
_OF_SESSIONS = re.compile(
    r"\b(?:sess|sessions?|placeholders?|graph inputs?|feed_dict|(?:un)?initiali[sz]\w*|savers?|builders?|proto\w*"
    r"|tensor_?infos?|signature_?defs?|meta_?graph\w*)(?![a-z])",
    re.IGNORECASE,
)
_OF_GRAPHS = re.compile(r"\bgraphs?\b", re.IGNORECASE)
# What is said of making inputs, which nobody does any more, and of making other things.
_OF_MAKING = re.compile(r"(?:add|build|construct|create|declare|define|get|make|prepare|set|specify)\b", re.IGNORECASE)
_OF_INPUTS = re.compile(r"\b(?:inputs?|symbolic|nodes?)\b", re.IGNORECASE)
# What numbers the steps of a tutorial, and a line that goes on in the next one.
_NUMBER = re.compile(r"(?:step\s+)?\d+\s*[.:)]\s*", re.IGNORECASE)
_GOES_ON = re.compile(
    r"(?<!holder)(?<!holders)(?:\s(?:an?|and|are|as|by|for|from|in|is|of|on|or|the|to|which|with)|[,(-])$",
    re.IGNORECASE,
)
# What is said of one thing, not of all that follows.
_OF_A_THING = re.compile(r"#+\s*(?:(?:the|an?|its|each)\b|[\[({\d])", re.IGNORECASE)
_OF_CODE = re.compile(r"[(=]")
_WORD = re.compile(r"[^\W_]")
# What is drawn as a line across the page, alone or round the words of a heading.
_RULE = re.compile(r"#+\s*([-=*#~+_])\1{4,}|([-=*#~+_])\2{4,}\s*$|#{8,}")


_STATEMENTS: tuple[Fate, ...] = ("stays", "moves")


class Part(NamedTuple):
    """A statement as its comments see it."""

    leading: Sequence[cst.EmptyLine]
    """The blank lines and comments above it."""
    fate: Fate
    inside: int = 0
    """How many of the parts behind it are the statements of the block that it opens."""


class Settled(NamedTuple):
    """Where comments stand once statements have gone."""

    above: list[list[cst.EmptyLine]]
    """The blank lines and comments above each statement; of what is none any more, comments with blank lines under."""
    below: list[cst.EmptyLine]
    """The comments that no statement is left to stand under."""


def settle(parts: Sequence[Part]) -> Settled:
    """Tell where the comments above statements stand when some of the statements go.

    A comment right above a statement speaks of it and of what follows up to a blank line or the next comment. It stays
    with what is left of that, and goes where nothing is. Where its first statement is not left as it was, it also goes
    if all that it speaks of is the machinery of graphs. A comment with a blank line under it heads all that follows
    up to the next of its kind.
    """
    heads = [_divided(part.leading) for part in parts]
    given: list[list[cst.EmptyLine]] = [[] for _ in parts]
    loose: list[tuple[int, list[cst.EmptyLine]]] = []
    spaced: dict[int, int] = {}
    for at, (part, head) in enumerate(zip(parts, heads, strict=True)):
        if part.fate in _STATEMENTS:
            continue
        block = at + 1 + part.inside
        end = max(block, next((n for n in range(at + 1, len(parts)) if parts[n].leading), len(parts)))
        section = next((n for n in range(block, len(parts)) if heads[n].apart), len(parts))
        heir = _heir(parts, at, end, head.direct)
        for lines, found in ((head.apart, _first(parts, at, section, *_STATEMENTS)), (head.direct, heir)):
            to = found
            if to is None or of_nothing_left(lines, graphs=to < block or parts[to].fate not in _STATEMENTS):
                loose.append((at, lasting(lines)))
                continue
            # What is said of a block is not said of its first statement alone, which moves into a function.
            if part.inside and to < block and parts[to].fate == "moves":
                to = at
            parted = lines and (lines is head.apart or parts[to].fate not in _STATEMENTS)
            given[to] += [*lines, cst.EmptyLine(indent=False)] if parted else lines
        if heir is not None and (heir < block or not parts[heir].leading) and parts[heir].fate in _STATEMENTS:
            spaced[heir] = max(head.blank, spaced.get(heir, 0))
    below: list[cst.EmptyLine] = []
    for at, lines in loose:
        to = _first(parts, at + 1, len(parts), "stays")
        if to is None:
            below += lines
        else:
            given[to] += lines
    above = [
        _together(given[at], part.leading, spaced.get(at, 0)) if part.fate in _STATEMENTS else given[at]
        for at, part in enumerate(parts)
    ]
    return Settled(above, below)


def of_nothing_left(lines: Sequence[cst.EmptyLine], *, graphs: bool = True) -> bool:
    """Tell whether each line of a comment speaks of what TensorFlow 2 has no notion of, or of graphs, where asked."""
    worded = [line.comment.value for line in lines if line.comment is not None and _WORD.search(line.comment.value)]
    return bool(worded) and all(
        len(text.split()) <= _FEW and (_OF_SESSIONS.search(text) or (graphs and _OF_GRAPHS.search(text)))
        for text in worded
    )


def lasting(lines: Sequence[cst.EmptyLine]) -> list[cst.EmptyLine]:
    """Return the comments that stay whatever becomes of the code: those for tools, licences, what is left to do."""
    found: list[cst.EmptyLine] = []
    rest = False
    for line in lines:
        if line.comment is None:
            rest = False
            continue
        rest = rest or _LASTING.search(line.comment.value) is not None
        if rest or _FOR_TOOLS.match(line.comment.value):
            found.append(line)
    return found


def of_parameters(
    names: Sequence[str], above: Sequence[cst.EmptyLine], within: Sequence[tuple[str, list[cst.EmptyLine]]]
) -> list[cst.EmptyLine]:
    """Return the comments of placeholders as those of the parameters that they have become.

    Args:
        names: the parameters whose placeholders stood together.
        above: the comments above the first of them.
        within: those behind and in each of them, by its parameter.
    """
    found: list[cst.EmptyLine] = []
    block: list[cst.EmptyLine] = []
    for line in (*above, cst.EmptyLine()):
        if line.comment is not None:
            block.append(line)
        elif block:
            found += _named(names, block)
            block = []
    for name, lines in within:
        told = [line for line in lines if not (line.comment and _FOR_TOOLS.match(line.comment.value))]
        if told and not of_nothing_left(told):
            found += told if found and len(names) == 1 else _named([name], told)
    return found


def _named(names: Sequence[str], block: list[cst.EmptyLine]) -> list[cst.EmptyLine]:
    first, *rest = block
    assert first.comment is not None  # noqa: S101 - only comments are asked for
    text = first.comment.value.lstrip("#").strip()
    making = _OF_MAKING.match(_NUMBER.sub("", text, count=1))
    if making and rest and of_nothing_left([first]) and not _GOES_ON.search(text):
        return _named(names, rest)
    if making:
        return [] if _OF_INPUTS.search(text) else block
    if not _LASTING.match(text) and not any(re.match(rf"{re.escape(name)}\b", text) for name in names):
        first = cst.EmptyLine(comment=cst.Comment(f"# {', '.join(names)}: {text}"))
    return [first, *rest]


def heading(leading: Sequence[cst.EmptyLine]) -> tuple[list[cst.EmptyLine], list[cst.EmptyLine]]:
    """Return the heading of a section that stands above a statement, and what else does.

    A heading is drawn with a line, and has a blank line under it: it speaks of all that follows in the file, and so
    stays there when the statement goes into a function.
    """
    head = _divided(leading)
    if not any(line.comment and _RULE.search(line.comment.value) for line in head.apart):
        return [], list(leading)
    return [*head.apart, cst.EmptyLine(indent=False)], [*leading[: head.blank], *head.direct]


def headed(remarks: Sequence[cst.EmptyLine], body: Sequence[cst.BaseStatement]) -> list[cst.BaseStatement]:
    """Return the statements of a function with comments at its head, and no blank line there."""
    first, *rest = body
    head = _divided(first.leading_lines)  # type: ignore[attr-defined]
    leading = first.leading_lines[head.blank :]  # type: ignore[attr-defined]
    return [first.with_changes(leading_lines=_together(list(remarks), leading, 0)), *rest]


def close(leading: Sequence[cst.EmptyLine]) -> list[cst.EmptyLine]:
    """Return blank lines and comments with one blank line where there were several, as it is within functions."""
    return [
        line
        for at, line in enumerate(leading)
        if line.comment is not None or at == 0 or leading[at - 1].comment is not None
    ]


class _Head(NamedTuple):
    """What stands above a statement: blank lines, comments with a blank line under them, and comments right above.

    A heading that is drawn with lines counts among those with a blank line under them, whether it has one or not.
    """

    blank: int
    apart: list[cst.EmptyLine]
    direct: list[cst.EmptyLine]


def _divided(leading: Sequence[cst.EmptyLine]) -> _Head:
    at = len(leading)
    while at and leading[at - 1].comment is not None:
        at -= 1
    blank = next((n for n, line in enumerate(leading) if line.comment is not None), len(leading))
    apart = list(leading[blank:at])
    while apart and apart[-1].comment is None:
        apart.pop()
    direct = list(leading[at:])
    if direct and _is_bare_rule(direct[0]):
        return _Head(blank, [*leading[blank:at], *direct], [])
    return _Head(blank, apart, direct)


def _is_bare_rule(line: cst.EmptyLine) -> bool:
    """Tell whether a comment is a line across the page and no more, as above a heading: that heads all that follows."""
    text = line.comment.value if line.comment is not None else ""
    return _RULE.search(text) is not None and _WORD.search(text) is None


def _heir(parts: Sequence[Part], at: int, end: int, direct: Sequence[cst.EmptyLine]) -> int | None:
    """Return which part the comment right above one goes on with, of those up to `end` that it may speak of."""
    if parts[at].fate == "parameter" and any(line.comment and _OF_A_THING.match(line.comment.value) for line in direct):
        return at
    found = _first(parts, at, end, *_STATEMENTS)
    return _first(parts, at, end, "turns", "parameter") if found is None else found


def _first(parts: Sequence[Part], start: int, end: int, *fates: Fate) -> int | None:
    """Return the first part with one of some fates; a block that is opened has none, the statements in it have."""
    return next((at for at in range(start, end) if not parts[at].inside and parts[at].fate in fates), None)


def _together(given: list[cst.EmptyLine], leading: Sequence[cst.EmptyLine], blank: int) -> list[cst.EmptyLine]:
    """Return what stands above a statement that other comments have come to, before its own."""
    head = _divided(leading)
    above = [cst.EmptyLine(indent=False)] * max(blank, head.blank)
    own = list(leading[head.blank :])
    if given and own and given[-1].comment is not None:
        given = [*given, cst.EmptyLine(indent=False)]
    return [*above, *given, *own]


def alone(lines: Sequence[cst.EmptyLine]) -> list[cst.EmptyLine]:
    """Return comments without the blank lines between them."""
    return [line for line in lines if line.comment is not None]


def for_people(lines: Sequence[cst.EmptyLine]) -> list[cst.EmptyLine]:
    """Return blank lines and comments without those for tools."""
    return [line for line in lines if line.comment is None or not _FOR_TOOLS.match(line.comment.value)]


def inside(node: cst.CSTNode) -> list[cst.EmptyLine]:
    """Return every comment in a node, in order, each as a line of its own."""
    found: list[cst.EmptyLine] = []

    class Collector(cst.CSTVisitor):
        def visit_Comment(self, node: cst.Comment) -> None:  # noqa: N802 - libcst's name
            found.append(cst.EmptyLine(comment=node))

    node.visit(Collector())
    return found


def lost(before: cst.SimpleStatementLine, after: cst.SimpleStatementLine) -> list[cst.EmptyLine]:
    """Return the comments in a statement that its new form has no place for, each as a line of its own."""
    if before is after:
        return []
    left = [line.comment.value for line in inside(after.with_changes(leading_lines=[])) if line.comment]
    found: list[cst.EmptyLine] = []
    for line in inside(before.with_changes(leading_lines=[])):
        if line.comment and line.comment.value in left:
            left.remove(line.comment.value)
        else:
            found.append(line)
    return found


def under_suite(node: cst.With) -> list[cst.EmptyLine]:
    """Return the comments of a `with` block below the statements in it, but for one that tells of the block's end."""
    body = node.body
    lines = alone(body.footer) if isinstance(body, cst.IndentedBlock) else []
    code = any(line.comment and _OF_CODE.search(line.comment.value) for line in lines)
    return lines if code or not of_nothing_left(lines) else lasting(lines)


def above(block: Block) -> tuple[int, list[cst.EmptyLine]]:
    """Return the comments right above a block, and the offset at which they begin; those at the file's top are its."""
    text = block.source.text
    row = text.line_of(block.start)
    found: list[cst.EmptyLine] = []
    while row > 1:
        line = text.line(row - 1)
        if not line.startswith(f"{block.indent}#"):
            break
        found.insert(0, cst.EmptyLine(comment=cst.Comment(line.strip())))
        row -= 1
    if row == 1 or not found:
        return block.start, []
    return text.line_starts[row - 1], found


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
