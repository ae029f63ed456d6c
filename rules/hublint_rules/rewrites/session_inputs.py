"""Functions of the file that take a batch from an iterator of their own: they return the dataset now.

In a graph the batch that they returned was another one in each run. Called eagerly they would take one, once for all.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, NamedTuple

from hublint_rules.rewrites import comments, flow

if TYPE_CHECKING:
    import libcst as cst

    from hublint.rule import Source

# What a comment says of what is gone.
_OF_ITERATORS = re.compile(r"iterator|\bnext\b", re.IGNORECASE)


class InputFunction(NamedTuple):
    """A function that ends by taking a batch of a dataset: what it gives back now, and its last statements.

    `gone` are the calls that make the iterator and take the batch.
    """

    definition: ast.FunctionDef
    dataset: ast.expr
    last: list[ast.stmt]
    gone: list[ast.Call]


def read(source: Source, name: ast.Name) -> InputFunction | None:
    """Return the function that a name stands for, if all that it is there for is to give batches to assignments."""
    found = list(source.definitions(name))
    definition = found[0] if len(found) == 1 else None
    if not isinstance(definition, ast.FunctionDef) or definition.decorator_list:
        return None
    if len(source.index.returns.get(definition, ())) != 1 or list(source.below(definition, ast.Yield, ast.YieldFrom)):
        return None
    return _read(source, definition)


def calls(source: Source, function: InputFunction) -> list[ast.Assign] | None:
    """Return the assignments that take what a function gives, None if it is there for something else, too."""
    found: list[ast.Assign] = []
    for _, load in source.index.loads:
        if load.id != function.definition.name or function.definition not in source.definitions(load):
            continue
        call = source.parents[load]
        statement = source.parents[call]
        if not isinstance(call, ast.Call) or call.func is not load or not isinstance(statement, ast.Assign):
            return None
        found.append(statement)
    return found


def _read(source: Source, definition: ast.FunctionDef) -> InputFunction | None:
    """Read the last statements, backwards: `return`, what names the batch, what makes the iterator."""
    *before, returned = definition.body
    if not isinstance(returned, ast.Return) or returned.value is None:
        return None
    last: list[ast.stmt] = [returned]
    batch = returned.value
    if not isinstance(batch, ast.Call) and before:
        named = before.pop()
        target = named.targets[0] if isinstance(named, ast.Assign) and len(named.targets) == 1 else None
        if target is None or not _names(target) or _names(target) != _names(batch):
            return None
        last.insert(0, named)
        batch = named.value  # type: ignore[attr-defined]
    if not _is_call_of_method(batch, "get_next"):
        return None
    iterator = batch.func.value  # type: ignore[attr-defined]
    if isinstance(iterator, ast.Name) and before:
        made = before.pop()
        if iterator.id not in flow.writes(made) or flow.assigned(made) is None:
            return None
        last.insert(0, made)
        iterator = flow.assigned(made)
    if flow.is_call_of(source, iterator, "data.make_one_shot_iterator") and len(iterator.args) == 1:
        dataset = iterator.args[0]
    elif _is_call_of_method(iterator, "make_one_shot_iterator"):
        dataset = iterator.func.value
    else:
        return None
    return InputFunction(definition, dataset, last, [batch, iterator])  # type: ignore[list-item]


def _is_call_of_method(node: ast.expr, name: str) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == name
        and not (node.args or node.keywords)
    )


def _names(node: ast.expr) -> list[str]:
    """Return the names of one, or of a tuple of some, nothing for other code."""
    elements = node.elts if isinstance(node, ast.Tuple) else [node]
    return [one.id for one in elements if isinstance(one, ast.Name)] if all(map(_is_name, elements)) else []


def _is_name(node: ast.expr) -> bool:
    return isinstance(node, ast.Name)


def returning(function: InputFunction, node: cst.BaseStatement, returned: cst.BaseStatement) -> cst.BaseStatement:
    """Return a function that gives its dataset back; comments on what goes stay unless they speak of the iterator."""
    suite = node.body  # type: ignore[attr-defined]
    kept, gone = suite.body[: -len(function.last)], suite.body[-len(function.last) :]
    leading = gone[0].leading_lines
    for statement in gone[1:]:
        leading = [*leading, *comments.alone(statement.leading_lines)]
    leading = [line for line in leading if line.comment is None or not _OF_ITERATORS.search(line.comment.value)]
    made = returned.with_changes(leading_lines=leading)
    return node.with_changes(body=suite.with_changes(body=[*kept, made]))
