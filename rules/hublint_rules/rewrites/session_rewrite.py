"""Rewrites of TensorFlow 1 programs that run a session: all of a file's, or none."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from hublint.rule import Edit, Fix, NoFix
from hublint.tfapi.graph import needs_graph
from hublint_rules.rewrites import flow
from hublint_rules.rewrites.flow import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint.rule import Source, Use
    from hublint_rules.rewrites.session_program import Program

_BEGINS = ("Session", "InteractiveSession", "placeholder", "placeholder_with_default", "sparse_placeholder")

_ITERATORS = frozenset({"make_one_shot_iterator", "make_initializable_iterator"})


class _Outcome(NamedTuple):
    """What becomes of a file's programs: the fixes by span, or why there are none, by the calls that begin them."""

    fixes: list[tuple[tuple[int, int], Fix]]
    refusals: dict[int, str]
    reason: str


def rewrite(use: Use) -> Fix | NoFix:
    """Rewrite the program that a session or placeholder is part of, if nothing else in the file needs a graph."""
    source = use.source
    if not any(flow.is_call_of(source, call, *_BEGINS[:2]) for call in source.index.calls.values()):
        return NoFix("")  # where the function begins and ends is the owner's to say
    outcome: _Outcome | None = source.notes.get(rewrite)
    if outcome is None:
        outcome = source.notes[rewrite] = _programs(source)
    start, stop = source.span(use.node)
    if outcome.reason or outcome.refusals:
        return NoFix(outcome.refusals.get(start, outcome.reason))
    for (first, last), fix in outcome.fixes:
        if first <= start and stop <= last:
            return fix
    return NoFix("it is not part of the program that is run")


def builds(source: Source) -> bool:
    """Tell whether a file has more of a graph program than a session: inputs, variables or datasets."""
    return any(
        flow.is_call_of(source, call, *_BEGINS[2:], "Variable", "get_variable")
        or (isinstance(call.func, ast.Attribute) and call.func.attr in _ITERATORS)
        for call in source.index.calls.values()
    )


def _programs(source: Source) -> _Outcome:
    """Rewrite all programs in a file, or none if one of them cannot be, or what is left needs a graph."""
    from hublint_rules.rewrites.session_statements import SWITCHES
    from hublint_rules.rewrites.session_writer import write

    found: list[tuple[tuple[int, int], Fix]] = []
    refusals: dict[int, str] = {}
    for call in _beginnings(source):
        start = source.span(call)[0]
        if any(first <= start < last for (first, last), _ in found):
            continue
        try:
            program = _program(source, call)
            fix = write(program)
        except Refused as refusal:
            refusals[start] = str(refusal)
            continue
        statements = program.suite[program.first : program.last + 1]
        found.append(((source.span(statements[0])[0], source.span(statements[-1])[1]), fix))
    spans = [span for span, _ in found]
    try:
        _refuse_left(source, spans)
        switches = [
            c
            for c in source.index.calls.values()
            if flow.is_call_of(source, c, *SWITCHES) and not any(a <= source.span(c)[0] < b for a, b in spans)
        ]
        gone = tuple(edit for call in switches for edit in _without(source, call))
    except Refused as refusal:
        return _Outcome([], refusals, str(refusal))
    return _Outcome([(span, fix._replace(edits=(*fix.edits, *gone))) for span, fix in found], refusals, "")


def _beginnings(source: Source) -> Iterator[ast.Call]:
    calls = [c for c in source.index.calls.values() if flow.is_call_of(source, c, *_BEGINS)]
    yield from sorted(calls, key=lambda call: (call.lineno, call.col_offset))


def _program(source: Source, call: ast.Call) -> Program:
    """Understand the program that a call begins: that of the innermost suite which holds all of it."""
    from hublint_rules.rewrites.session_program import Program

    statement = source.statement(call)
    first: Refused | None = None
    while True:
        while _opens(source, source.parents[statement]):
            statement = source.statement(source.parents[statement])
        try:
            return Program(source, flow.suite_of(source, statement))
        except Refused as refusal:
            first = first or refusal
        outer = source.parents[statement]
        if isinstance(outer, ast.ExceptHandler):
            outer = source.parents[outer]
        if not isinstance(outer, ast.stmt) or isinstance(outer, ast.ClassDef):
            raise first
        statement = outer


def _opens(source: Source, node: ast.AST) -> bool:
    from hublint_rules.rewrites.session_statements import name_block

    return flow.is_graph_block(source, node) or name_block(source, node) is not None


def _refuse_left(source: Source, spans: list[tuple[int, int]]) -> None:
    """Refuse if code outside the programs needs a graph, which it would no longer have."""
    for call in source.index.calls.values():
        start = source.span(call)[0]
        if any(first <= start < last for first, last in spans):
            continue
        for name in source.resolve(call.func):
            known = flow.short(name) or ""
            if needs_graph(known) or known.startswith(("layers.", "contrib.")):
                spelled = "".join(source.code(call.func).split())
                message = f"line {call.lineno} calls `{spelled}`, which needs a graph, too, and is not rewritten"
                raise Refused(message)


def _without(source: Source, call: ast.Call) -> tuple[Edit, ...]:
    """Return the edits that take a switch to graph mode away, which nothing needs any more."""
    statement = source.statement(call)
    text = source.text
    line = text.line(statement.lineno)
    alone = isinstance(statement, ast.Expr) and statement.value is call and statement.lineno == statement.end_lineno
    if not alone or line.strip() != source.code(statement) or source.parents[statement] is not source.tree:
        message = f"line {call.lineno} switches TensorFlow 2 behaviour off in a way that is not followed"
        raise Refused(message)
    row = statement.lineno
    start = text.line_starts[row - 1]
    end = text.line_starts[row] if row < len(text.line_starts) else len(text.utf8)
    # One of two blank lines, or runs of them, round the line is enough.
    before = row - 1 < 1 or not text.line(row - 1).strip()
    while before and row < len(text.line_starts) and not text.line(row + 1).strip():
        row += 1
        end = text.line_starts[row] if row < len(text.line_starts) else len(text.utf8)
    return (Edit(start, end, ""),)
