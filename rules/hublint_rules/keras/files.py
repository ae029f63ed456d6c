"""One file that several calls name: whether they mean the same path, and the edits that give it another name."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from hublint.rule import Edit
from hublint.source.use import leaf, unpacks
from hublint_rules.keras.models import spelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source

_DEPTH = 6
_PLAIN = re.compile(r"""(?P<before>[rRuU]?(?P<quote>'''|\"\"\"|'|"))(?P<text>[^\\]*)(?P=quote)""", re.DOTALL)
_JOINS = frozenset({"os.path.join", "posixpath.join", "tensorflow.io.gfile.join"})
_COMPOUND = (ast.For, ast.AsyncFor, ast.If, ast.Match, ast.Try, ast.While, ast.With, ast.AsyncWith)
_MAKING = frozenset(
    {"makedirs", "make_dirs", "mkdir", "mkdirs", "mkdtemp", "recursive_create_dir", "temporarydirectory"}
)
_THERE = frozenset({"", ".", "..", "/tmp"})  # noqa: S108  (folders that are there, whoever makes them)
_PATHS = frozenset({"os.fspath", "os.path.abspath", "os.path.expanduser", "pathlib.Path", "pathlib.PosixPath"})


def calls_on_path(
    source: Source, path: ast.expr, functions: frozenset[str], keyword: str, position: int = 0
) -> Iterator[tuple[ast.Call, ast.expr]]:
    """Yield the calls of functions and methods, known by their last names, that are given the same path, and it."""
    wanted = spelled(source, path)
    for function, call in source.index.calls.items():
        if leaf(function) not in functions or unpacks(call):
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


def folder_made(source: Source, save: ast.Call, path: ast.expr) -> list[Edit]:
    """Return the edits that make the folder of a file, which Keras 2 made and Keras 3 does not; they need `os`.

    Raises:
        ValueError: if there is no place for the line that makes it; the text says why.
    """
    from hublint_rules.origins import known_texts
    from hublint_rules.rewrites.layout import indentation, quoted

    folders = {text.rstrip("/").rpartition("/")[0] for text in known_texts(source, path)} - _THERE
    if all(_is_made(source, folder) for folder in folders):
        return []
    statement = source.statement(save)
    start = source.span(statement)[0]
    line = source.text.line_starts[source.text.line_of(start) - 1]
    indent = indentation(source, statement)
    if len(folders) > 1 or isinstance(statement, _COMPOUND) or source.text.utf8[line:start].decode() != indent:
        raise ValueError("the folder of the file has to be made before, and there is no place for that line")
    if source.local_name("os") not in {None, "os"} or source.scope(save).owner("os") not in {None, source.index.module}:
        raise ValueError("the folder of the file has to be made before, and the name `os` has another meaning")
    made = f"{indent}os.makedirs({quoted(source, folders.pop())}, exist_ok=True){source.text.newline}"
    return [Edit(line, line, made)]


def _is_made(source: Source, folder: str) -> bool:
    """Tell whether a file makes a folder, or one that it does not name."""
    from hublint_rules.origins import known_texts

    for function, call in source.index.calls.items():
        name = leaf(function)
        if name.lower() in _MAKING:
            made = known_texts(source, call.args[0]) if call.args else []
            if not made or any(f"{text}/".startswith(f"{folder}/") for text in made):
                return True
    return False


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
