"""One file that several calls name: whether they mean the same path, and the edits that give it another name."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from hublint.rule import Edit
from hublint.source.use import unpacks
from hublint_rules.keras.models import spelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source

_DEPTH = 6
_PLAIN = re.compile(r"""(?P<before>[rRuU]?(?P<quote>'''|\"\"\"|'|"))(?P<text>[^\\]*)(?P=quote)""", re.DOTALL)
_JOINS = frozenset({"os.path.join", "posixpath.join", "tensorflow.io.gfile.join"})
_PATHS = frozenset({"os.fspath", "os.path.abspath", "os.path.expanduser", "pathlib.Path", "pathlib.PosixPath"})


def calls_on_path(
    source: Source, path: ast.expr, functions: frozenset[str], keyword: str, position: int = 0
) -> Iterator[tuple[ast.Call, ast.expr]]:
    """Yield the calls of functions and methods, known by their last names, that are given the same path, and it."""
    wanted = spelled(source, path)
    for function, call in source.index.calls.items():
        leaf = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        if leaf not in functions or unpacks(call):
            continue
        named = [other.value for other in call.keywords if other.arg == keyword]
        for given in named or call.args[position : position + 1]:
            if spelled(source, given) == wanted:
                yield call, given


def renamed(source: Source, paths: list[ast.expr], name: Callable[[str], str]) -> list[Edit]:
    """Return the edits that give a path another name wherever it is spelled out.

    Args:
        source: the file.
        paths: the arguments that mean the path, all of them.
        name: makes the new text from the old one, which may be its last part only.

    Raises:
        ValueError: if the path is not spelled out, or used by others too; the text says why.
    """
    inside = {node for path in paths for node in ast.walk(path)}
    found: dict[ast.Constant, str] = {}
    for path in paths:
        literal = _literal(source, path, inside)
        found[literal] = name(str(literal.value))
    whole = {literal.value for literal in found}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and node.value in whole and node not in found:
            raise ValueError("the path is used for something else, too")
    return [_edit(source, literal, text) for literal, text in found.items()]


def _edit(source: Source, literal: ast.Constant, text: str) -> Edit:
    written = _PLAIN.fullmatch(source.code(literal))
    if written is None or written["text"] != literal.value:
        raise ValueError("the path is spelled in a way that hublint does not edit")
    return Edit(*source.span(literal), f"{written['before']}{text}{written['quote']}")


def _literal(source: Source, node: ast.expr, inside: set[ast.AST], depth: int = _DEPTH) -> ast.Constant:
    """Return the string that a path ends in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node
    if depth == 0:
        raise ValueError("the path is not spelled out in this file")
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Div)):
        return _literal(source, node.right, inside, depth - 1)
    if isinstance(node, ast.Call) and not unpacks(node) and node.args and not node.keywords:
        names = source.resolve(node.func)
        text = isinstance(node.func, ast.Name) and node.func.id == "str"
        if names & _JOINS or (len(node.args) == 1 and (names & _PATHS or text)):
            return _literal(source, node.args[-1], inside, depth - 1)
    if isinstance(node, ast.Name):
        return _literal(source, _only_value(source, node, inside), inside, depth - 1)
    raise ValueError("the path is not spelled out in this file")


def _only_value(source: Source, name: ast.Name, inside: set[ast.AST]) -> ast.expr:
    """Return what a name is assigned, where nothing but the given paths reads it."""
    owner = source.scope(name).owner(name.id)
    bindings = owner.bindings.get(name.id, []) if owner is not None else []
    if owner is None or len(bindings) != 1 or not isinstance(bindings[0].value, ast.expr):
        raise ValueError("the path is not spelled out in this file")
    for scope, read in source.index.loads:
        if read.id == name.id and scope.owner(name.id) is owner and read not in inside:
            raise ValueError("the path is used for something else, too")
    return bindings[0].value
