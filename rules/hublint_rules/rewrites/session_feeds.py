"""Dicts of what is fed that a TensorFlow 1 program makes beforehand: `feed = {x: batch}`, then `sess.run(y, feed)`.

The functions that take the place of runs have arguments, so the values go there and the dict goes. That is the same
where nothing changes the values between the dict and the run, and where evaluating them twice has no effect.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from hublint_rules.rewrites import flow
from hublint_rules.rewrites.flow import Refused

if TYPE_CHECKING:
    from collections.abc import Collection

    from hublint.rule import Source


def written(source: Source, name: ast.Name, shared: Collection[str]) -> ast.Assign:
    """Return the statement that makes the dict which a run is fed by its name.

    Args:
        source: the file.
        name: what the run is given.
        shared: names that are global or nonlocal somewhere, so that a call may change them.

    Raises:
        Refused: if the dict is not written out, is used for more than feeding, or its values may be others by then.
    """
    made = _made(source, name)
    readers = [load for _, load in source.index.loads if load.id == name.id and _may_be(source, load, made)]
    for load in readers:
        if _run_fed(source, load) is None or _made(source, load) is not made:
            message = f"line {load.lineno} uses `{name.id}` for more than feeding it; write the dict where it is fed"
            raise Refused(message)
    if not _still(source, made, name, shared, alone=len(readers) == 1):
        message = (
            f"line {name.lineno} feeds `{name.id}`, and what is in it may be something else than where line "
            f"{made.lineno} made it; write the dict where it is fed"
        )
        raise Refused(message)
    return made


def _made(source: Source, name: ast.Name) -> ast.Assign:
    """Return the one statement that can have given a name the dict which it stands for."""
    bindings = source.scope(name).visible(name.id, name)
    if len(bindings) == 1 and source.scope(name).owner(name.id) is source.scope(bindings[0].node):
        statement = source.statement(bindings[0].node)
        if (
            isinstance(statement, ast.Assign)
            and [bindings[0].node] == statement.targets
            and isinstance(statement.value, ast.Dict)
        ):
            return statement
    message = f"what line {name.lineno} feeds is not a dict that is written out"
    raise Refused(message)


def _may_be(source: Source, load: ast.Name, made: ast.Assign) -> bool:
    return any(binding.node is made.targets[0] for binding in source.scope(load).visible(load.id, load))


def _run_fed(source: Source, load: ast.Name) -> ast.Call | None:
    """Return the call that runs something and is fed a name, None if the name is there for something else."""
    parent = source.parents[load]
    call = source.parents[parent] if isinstance(parent, ast.keyword) else parent
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return None
    fed = parent.arg == "feed_dict" if isinstance(parent, ast.keyword) else load in call.args[:2]
    return call if fed and call.func.attr in {"eval", "run"} else None


def _still(source: Source, made: ast.Assign, name: ast.Name, shared: Collection[str], *, alone: bool) -> bool:
    """Tell whether the values of a dict are the same where a name of it is fed as where it was made."""
    suite = flow.suite_of(source, made)
    within = [name, *source.ancestors(name)]
    holder = next((at for at, statement in enumerate(suite) if statement in within), None)
    if holder is None or holder <= suite.index(made):
        return False
    between = suite[suite.index(made) + 1 : holder]
    if alone and not between and _comes_first(suite[holder], _run_fed(source, name)):
        return True
    if suite[holder] is not source.statement(name):
        between.append(suite[holder])
    assert isinstance(made.value, ast.Dict)  # noqa: S101 - `_made` has looked
    return all(_stays(source, value, between, shared) for value in made.value.values)


def _comes_first(statement: ast.stmt, run: ast.Call | None) -> bool:
    """Tell whether a run is what a statement begins with, names and constants apart."""
    node: ast.expr | None = statement.value if isinstance(statement, (ast.Assign, ast.Expr)) else None
    while node is not run:
        if isinstance(node, (ast.Attribute, ast.Subscript)):
            node = node.value
        elif isinstance(node, ast.BinOp):
            node = node.left
        elif isinstance(node, ast.Call):
            parts = (node.func, *node.args)
            node = next((part for part in parts if not isinstance(part, (ast.Name, ast.Constant))), None)
        else:
            return False
    return node is not None


def _stays(source: Source, value: ast.expr, between: list[ast.stmt], shared: Collection[str]) -> bool:
    """Tell whether an expression has the same value behind some statements as in front of them."""
    read = flow.reads(value)
    if not flow.repeatable(source, value) or read & set(shared):
        return False
    if isinstance(value, ast.Name):
        return not any(value.id in flow.writes(statement) for statement in between)
    return not any(flow.may_change(source, statement, name) for statement in between for name in read)
