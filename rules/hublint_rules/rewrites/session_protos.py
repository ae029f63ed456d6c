"""Summaries that a TensorFlow 1 program puts together itself, of plain values, and adds to an event file.

Their tags are what they are written as in both versions, and both keep a value as a float of 32 bits.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from hublint.source.use import argument
from hublint_rules.rewrites import flow
from hublint_rules.rewrites.flow import Refused

if TYPE_CHECKING:
    from hublint.rule import Source

SUMMARIES = ("Summary", "summary.Summary")
_VALUES = tuple(f"{name}.Value" for name in SUMMARIES)


class Point(NamedTuple):
    """A value that is written, its tag, and the statement that does nothing but to put them into a summary, if any."""

    tag: ast.expr
    value: ast.expr
    statement: ast.stmt | None


class Proto(NamedTuple):
    """What one call of `add_summary` writes.

    Attributes:
        points: the values.
        made: the statements that only put the summary together.
        nodes: the calls and names that do so, within all of these statements.
    """

    points: list[Point]
    made: list[ast.stmt]
    nodes: set[ast.AST]


def read(source: Source, add: ast.Call) -> Proto | None:
    """Return what is written if it is put together right there, None for a summary of the graph.

    Raises:
        Refused: if it holds more than single numbers, or may be used elsewhere.
    """
    given = argument(add, 0, "summary")
    if isinstance(given, ast.Call) and flow.is_call_of(source, given, *SUMMARIES):
        proto = Proto([], [], set())
        _read_call(source, given, proto)
        _check_plain(source, proto)
        return proto
    if not isinstance(given, ast.Name):
        return None
    statement = source.statement(add)
    suite = flow.suite_of(source, statement)
    before = suite[: suite.index(statement)]
    begun = next((one for one in reversed(before) if given.id in flow.writes(one)), None)
    call = flow.assigned(begun) if begun is not None else None
    if begun is None or not isinstance(call, ast.Call) or not flow.is_call_of(source, call, *SUMMARIES):
        return None
    proto = Proto([], [begun], set())
    _read_call(source, call, proto)
    others: list[ast.stmt] = []
    for one in before[before.index(begun) + 1 :]:
        added = _added(one, given.id)
        if added is None:
            others.append(one)
            continue
        _check_unchanged(source, proto, others)
        proto.made.append(one)
        proto.nodes.update({added, added.func, *ast.walk(added.func)})
        proto.points.append(_point(added, one))
    _check_unchanged(source, proto, others)
    _check_plain(source, proto)
    return proto


def check_uses(source: Source, add: ast.Call, proto: Proto, known: set[ast.AST]) -> None:
    """Refuse a summary that is not only put together and written.

    Raises:
        Refused: if its name is read for more, where it may stand for this.
    """
    given = argument(add, 0, "summary")
    if not isinstance(given, ast.Name):
        return
    owner = source.scope(add).owner(given.id)
    for scope, load in source.index.loads:
        if load.id == given.id and scope.owner(load.id) is owner and load not in proto.nodes | known:
            message = f"line {load.lineno} does more with the summary `{load.id}` than to write it"
            raise Refused(message)


def _read_call(source: Source, call: ast.Call, proto: Proto) -> None:
    """Read `Summary(value=[Summary.Value(tag=..., simple_value=...), ...])`."""
    proto.nodes.update({call, *ast.walk(call.func)})
    values = call.keywords[0].value if len(call.keywords) == 1 and call.keywords[0].arg == "value" else None
    listed = values.elts if isinstance(values, (ast.List, ast.Tuple)) else []
    if call.args or len(listed) < len(call.keywords):
        message = f"line {call.lineno} puts a summary together in a way that is not followed"
        raise Refused(message)
    for value in listed:
        if not isinstance(value, ast.Call) or not flow.is_call_of(source, value, *_VALUES):
            message = f"line {value.lineno} puts a summary together in a way that is not followed"
            raise Refused(message)
        proto.nodes.update({value, *ast.walk(value.func)})
        proto.points.append(_point(value, None))


def _added(statement: ast.stmt, name: str) -> ast.Call | None:
    """Return the call if a statement is `name.value.add(...)`, None for other ones."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute) or call.func.attr != "add":
        return None
    values = call.func.value
    if not isinstance(values, ast.Attribute) or values.attr != "value" or not isinstance(values.value, ast.Name):
        return None
    return call if values.value.id == name else None


def _point(call: ast.Call, statement: ast.stmt | None) -> Point:
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    if call.args or given.keys() != {"tag", "simple_value"}:
        message = f"line {call.lineno} writes something else than a number, under a tag"
        raise Refused(message)
    return Point(given["tag"], given["simple_value"], statement)


def _check_unchanged(source: Source, proto: Proto, between: list[ast.stmt]) -> None:
    """Refuse values that are others where the summary is written than where it was put together."""
    for part in (part for point in proto.points for part in point[:2]):
        for statement in between:
            same = flow.repeatable(source, part)
            if not same or any(flow.may_change(source, statement, name) for name in flow.reads(part)):
                message = f"line {statement.lineno} may change what line {part.lineno} puts into a summary"
                raise Refused(message)


def _check_plain(source: Source, proto: Proto) -> None:
    """Refuse values that are run just there: the run would move into the block that writes them."""
    for part in (part for point in proto.points for part in point[:2]):
        for call in source.below(part, ast.Call):
            if isinstance(call.func, ast.Attribute) and call.func.attr in {"eval", "run"}:
                message = f"line {call.lineno} runs the graph within a summary; give the value a name in front of it"
                raise Refused(message)
