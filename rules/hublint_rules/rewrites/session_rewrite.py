"""Rewrites of TensorFlow 1 programs that run a session: all of a file's, or none."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from hublint.rule import Fix, NoFix, Use
from hublint_rules.rewrites import flow, graph_export
from hublint_rules.rewrites.export_call import BUILDER
from hublint_rules.rewrites.flow import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint.rule import Source
    from hublint_rules.rewrites.session_program import Program

_BEGINS = ("Session", "InteractiveSession", "placeholder", "placeholder_with_default", "sparse_placeholder")

_EXPORTS = ("saved_model.simple_save", BUILDER)
_RUNS = frozenset({"eval", "run"})
_ITERATORS = frozenset({"make_one_shot_iterator", "make_initializable_iterator"})


class _Kinds(NamedTuple):
    """What a file does: whether it runs or exports a session on more than constants, and whether it exports."""

    runs: bool
    exports: bool


class _Outcome(NamedTuple):
    """What becomes of a file's programs: the fixes by span, or why there are none, by the calls that begin them."""

    fixes: list[tuple[tuple[int, int], Fix]]
    refusals: dict[int, str]


def rewrite(use: Use) -> Fix | NoFix:
    """Rewrite the program that a session, placeholder or export is part of, if all of the file's can be.

    Where a file exports, the reasons for which it cannot be are those of the exports.
    """
    made = _rewritten(use)
    return made if isinstance(made, Fix) or concerns(use.source) else NoFix("")


def _rewritten(use: Use) -> Fix | NoFix:
    source = use.source
    if not _kinds(source).runs:
        return NoFix("")
    outcome: _Outcome | None = source.notes.get(_rewritten)
    if outcome is None:
        outcome = source.notes[_rewritten] = _programs(source)
    start, stop = source.span(use.node)
    if outcome.refusals:
        return NoFix(
            outcome.refusals.get(
                start, "another program of the file cannot be rewritten, and all of them run in one mode"
            )
        )
    for (first, last), fix in outcome.fixes:
        if first <= start and stop <= last:
            return fix
    return NoFix("it is not part of the program that is run")


def concerns(source: Source) -> bool:
    """Tell whether a file runs a session on more than constants, and exports nothing, which is another story."""
    kinds = _kinds(source)
    return kinds.runs and not kinds.exports


def _kinds(source: Source) -> _Kinds:
    known: _Kinds | None = source.notes.get(_kinds)
    if known is None:
        exports = bool(flow.calls_of(source, *_EXPORTS))
        known = source.notes[_kinds] = _Kinds(_opens_one(source) and (exports or _runs(source)), exports)
    return known


def _opens_one(source: Source) -> bool:
    """Tell whether a file opens a session and builds more than constants."""
    return bool(flow.calls_of(source, *_BEGINS[:2])) and (
        _calls_method(source, _ITERATORS) or bool(flow.calls_of(source, *_BEGINS[2:], "Variable", "get_variable"))
    )


def _runs(source: Source) -> bool:
    return _calls_method(source, _RUNS) or bool(flow.calls_of(source, "Session().run"))


def _calls_method(source: Source, names: frozenset[str]) -> bool:
    return any(isinstance(function, ast.Attribute) and function.attr in names for function in source.index.calls)


def _programs(source: Source) -> _Outcome:
    """Rewrite all programs in a file, or tell why one of them cannot be."""
    from hublint_rules.rewrites.session_writer import write

    found: list[tuple[tuple[int, int], Fix]] = []
    refusals: dict[int, str] = {}
    unwritten: dict[Program, str] = {}
    for call in _beginnings(source):
        start = source.span(call)[0]
        if any(first <= start < last for (first, last), _ in found) or _is_exported_alone(source, call):
            continue
        program = None
        try:
            program = _program(source, call)
            if program in unwritten:
                refusals[start] = unwritten[program]
                continue
            fix = write(program)
        except Refused as refusal:
            refusals[start] = str(refusal)
            if program is not None:
                unwritten[program] = str(refusal)
            continue
        statements = program.suite[program.first : program.last + 1]
        found.append(((source.span(statements[0])[0], source.span(statements[-1])[1]), fix))
    return _Outcome(found, refusals)


def _is_exported_alone(source: Source, call: ast.Call) -> bool:
    """Tell whether a call belongs to a graph that is only exported, which has a rewrite of its own."""
    use = Use(source, call.func, "", source.scope(call))
    return isinstance(graph_export.rewrite(use), Fix)


def _beginnings(source: Source) -> Iterator[ast.Call]:
    yield from sorted(flow.calls_of(source, *_BEGINS), key=lambda call: (call.lineno, call.col_offset))


def _program(source: Source, call: ast.Call) -> Program:
    """Understand the program that a call begins: that of the innermost suite which holds all of it."""
    from hublint_rules.rewrites.session_contents import opens
    from hublint_rules.rewrites.session_program import Program

    statement = source.statement(call)
    first: Refused | None = None
    while True:
        while opens(source, source.parents[statement]):
            statement = source.statement(source.parents[statement])
        program = _understood(source, statement)
        if isinstance(program, Program):
            return program
        first = first or Refused(program)
        outer = source.parents[statement]
        if isinstance(outer, ast.ExceptHandler):
            outer = source.parents[outer]
        if not isinstance(outer, ast.stmt) or isinstance(outer, ast.ClassDef):
            raise first
        statement = outer


def _understood(source: Source, statement: ast.stmt) -> Program | str:
    """Return the program of the suite that a statement stands in, or why it is not understood; read once for all."""
    from hublint_rules.rewrites.session_program import Program

    try:
        suite = flow.suite_of(source, statement)
    except Refused as refusal:
        return str(refusal)
    key = (_understood, suite[0])
    known: Program | str | None = source.notes.get(key)
    if known is None:
        try:
            known = Program(source, suite)
        except Refused as refusal:
            known = str(refusal)
        source.notes[key] = known
    return known
