"""Where values come from: the expressions behind a name, and the text that a string certainly has parts of."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint.rule import Source

# How many names, attributes and functions a value is followed through: real code needs three or four.
_DEPTH = 6

# A text with more variants than this is one that hublint does not know.
_MOST_TEXTS = 64

Parts = tuple[str | None, ...]
"""A text, with None where something stands that is not to be seen: `f"{base}/5"` is `(None, "/5")`."""


def origins(source: Source, node: ast.expr, depth: int = _DEPTH) -> list[ast.expr | None]:
    """Return the expressions that can have made a value, each once; None stands for those that are not to be seen.

    Names are followed to what they are assigned, attributes of `self` to what the class sets them to, calls of this
    file's functions to what they return, and both sides of `a if c else b` and `a or b` are taken. A parameter is not
    to be seen, but for its default. An attribute that is set to None first, as in many `__init__`, counts for what else
    it is set to, and so does a name.
    """
    return list(dict.fromkeys(_origins(source, node, depth)))


def only_origins(source: Source, node: ast.expr) -> list[ast.expr]:
    """Return the same where all of them are to be seen, else nothing."""
    found = origins(source, node)
    return [] if None in found else [made for made in found if made is not None]


def calls_of_result(source: Source, made: ast.Call) -> Iterator[ast.Call]:
    """Yield the calls of what a call returns, wherever it is the only value: `model(x)` for `model = hub.load(...)`."""
    for function, call in source.index.calls.items():
        if isinstance(function, (ast.Name, ast.Attribute, ast.Call)) and origins(source, function) == [made]:
            yield call


def texts(source: Source, node: ast.expr, depth: int = _DEPTH) -> list[tuple[ast.expr, Parts]]:
    """Return the texts that an expression can have, each with the expression that it was read from.

    Besides what `origins` follows, this reads f-strings, `+`, `%`, `.format()`, `"/".join([...])`, `os.path.join` and
    values of dictionaries and lists that are written out. What is not to be seen is one None of the parts; a text of
    which nothing is known is `(None,)`. Of what is not to be seen, `os.path.join` takes for granted that it is neither
    empty nor an absolute path.
    """
    found: list[tuple[ast.expr, Parts]] = []
    for origin in origins(source, node, depth):
        if origin is None:
            found.append((node, (None,)))
        else:
            found += [(origin, _joined(parts)) for parts in _texts(source, origin, depth)]
        if len(found) > _MOST_TEXTS:
            return [(node, (None,))]
    return list(dict.fromkeys(found))


def known_texts(source: Source, node: ast.expr) -> list[str]:
    """Return the texts that an expression can have where they are all certain and whole, else nothing."""
    found = [parts for _, parts in texts(source, node)]
    whole = [parts[0] for parts in found if len(parts) == 1 and parts[0] is not None]
    return whole if len(whole) == len(found) else []


def _origins(source: Source, node: ast.expr, depth: int) -> Iterator[ast.expr | None]:
    if depth == 0:
        yield None
    elif isinstance(node, ast.Name):
        yield from _of_name(source, node, depth)
    elif isinstance(node, ast.Attribute):
        values = list(_set_on_self(source, node))
        if not values:
            yield node if source.resolve(node) else None
        for value in values:
            if not _is_none(value):
                yield from _origins(source, value, depth - 1)
    elif isinstance(node, ast.IfExp):
        yield from _origins(source, node.body, depth - 1)
        yield from _origins(source, node.orelse, depth - 1)
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from _origins(source, value, depth - 1)
    elif isinstance(node, ast.NamedExpr):
        yield from _origins(source, node.value, depth - 1)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and any(source.definitions(node.func)):
        yield from _of_local_call(source, node.func, node, depth)
    else:
        yield node


def _is_none(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _of_name(source: Source, node: ast.Name, depth: int) -> Iterator[ast.expr | None]:
    scope = source.scope(node)
    bindings = scope.visible(node.id, node)
    if not bindings:
        yield None
    if len(bindings) > 1:
        bindings = [binding for binding in bindings if not _is_none(binding.value)]
    for binding in bindings:
        if binding.kind == "assign" and isinstance(binding.value, ast.expr):
            yield from _origins(source, binding.value, depth - 1)
        elif binding.kind == "import":
            yield node
        else:
            yield None
            default = _default(source, binding.node, node.id) if binding.kind == "parameter" else None
            if default is not None and not _is_none(default):
                yield from _origins(source, default, depth - 1)


def _of_local_call(source: Source, function: ast.Name, call: ast.Call, depth: int) -> Iterator[ast.expr | None]:
    for definition in source.definitions(function):
        if isinstance(definition, ast.ClassDef):
            yield call
            continue
        values = [inner.value for inner in source.index.returns.get(definition, ()) if inner.value is not None]
        if not values:
            yield None
        for value in values:
            yield from _origins(source, value, depth - 1)


def _default(source: Source, parameter: ast.AST, name: str) -> ast.expr | None:
    """Return the default of a parameter, None if it has none."""
    function = next(
        (
            p
            for p in (parameter, *source.ancestors(parameter))
            if isinstance(p, (ast.FunctionDef, ast.AsyncFunctionDef))
        ),
        None,
    )
    if function is None:
        return None
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults = [None] * (len(positional) - len(arguments.defaults)) + list(arguments.defaults)
    pairs = [*zip(positional, defaults, strict=True), *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)]
    return next((default for argument, default in pairs if argument.arg == name), None)


def class_of(source: Source, node: ast.AST) -> ast.ClassDef | None:
    """Return the class that a node stands in."""
    return next((parent for parent in source.ancestors(node) if isinstance(parent, ast.ClassDef)), None)


def _set_on_self(source: Source, node: ast.Attribute) -> Iterator[ast.expr]:
    """Yield what the class round an attribute of `self` sets it to."""
    owner = class_of(source, node)
    if owner is None or not isinstance(node.value, ast.Name):
        return
    statements: list[ast.Assign | ast.AnnAssign] = source.below(owner, ast.Assign, ast.AnnAssign)
    for statement in statements:
        for target in statement.targets if isinstance(statement, ast.Assign) else (statement.target,):
            if (
                isinstance(target, ast.Attribute)
                and target.attr == node.attr
                and isinstance(target.value, ast.Name)
                and target.value.id == node.value.id
                and statement.value is not None
            ):
                yield statement.value


def _texts(source: Source, node: ast.expr, depth: int) -> Iterator[Parts]:
    """Yield the texts of an expression that is no name."""
    if depth == 0:
        yield (None,)
    elif isinstance(node, ast.Constant):
        yield (node.value if isinstance(node.value, str) else None,)
    elif isinstance(node, ast.JoinedStr):
        yield from _product(source, list(node.values), depth)
    elif isinstance(node, ast.FormattedValue):
        plain = node.format_spec is None and node.conversion in {-1, ord("s")}
        yield from _parts(source, node.value, depth) if plain else [(None,)]
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        yield from _product(source, [node.left, node.right], depth)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        fields = r"%(?:\(\w*\))?[-#0 +]*[\d*]*(?:\.[\d*]+)?[a-zA-Z%]"
        yield from _filled(_parts(source, node.left, depth), fields, "%")
    elif isinstance(node, ast.Subscript):
        yield from _of_item(source, node, depth)
    elif isinstance(node, ast.Call):
        yield from _of_call(source, node, depth)
    else:
        yield (None,)


def _parts(source: Source, node: ast.expr, depth: int) -> list[Parts]:
    return [parts for _, parts in texts(source, node, depth - 1)]


def _product(source: Source, nodes: list[ast.expr], depth: int, between: str = "") -> Iterator[Parts]:
    """Yield the texts of expressions that are put behind each other."""
    found: list[Parts] = [()]
    for node in nodes:
        if found != [()] and between:
            found = [(*parts, between) for parts in found]
        found = [(*before, *after) for before in found for after in _parts(source, node, depth)]
        if len(found) > _MOST_TEXTS:
            found = [(None,)]
    yield from found


def _filled(templates: list[Parts], field: str, marks: str) -> Iterator[Parts]:
    """Yield templates with None for each of their fields; nothing is known of one where marks are left over."""
    for template in templates:
        parts: list[str | None] = []
        for part in template:
            pieces = [None] if part is None else re.split(field, part)
            for at, piece in enumerate(pieces):
                parts += [None, piece] if at else [piece]
        left_over = any(mark in part for part in parts if part is not None for mark in marks)
        yield (None,) if left_over else tuple(parts)


def _path(source: Source, nodes: list[ast.expr], depth: int) -> Iterator[Parts]:
    """Yield the paths that expressions make: an absolute one begins anew, and a slash stands between two at most."""
    found: list[Parts] = [("",)]
    for node in nodes:
        joined: list[Parts] = []
        for before in found:
            last = before[-1]
            between = () if last is not None and (not last or last.endswith("/")) else ("/",)
            for after in _parts(source, node, depth):
                begins_anew = after[0] is not None and after[0].startswith("/")
                joined.append(after if begins_anew else _joined((*before, *between, *after)))
        found = joined if len(joined) <= _MOST_TEXTS else [(None,)]
    yield from found


def _of_item(source: Source, node: ast.Subscript, depth: int) -> Iterator[Parts]:
    """Yield what an item of a dictionary or a list that is written out can be."""
    for container in origins(source, node.value, depth - 1):
        values: list[ast.expr] = []
        if isinstance(container, ast.Dict):
            key = node.slice.value if isinstance(node.slice, ast.Constant) else None
            pairs = [(k, v) for k, v in zip(container.keys, container.values, strict=True) if k is not None]
            chosen = [v for k, v in pairs if isinstance(k, ast.Constant) and k.value == key] if key is not None else []
            values = chosen or [v for _, v in pairs]
        elif isinstance(container, (ast.List, ast.Tuple)):
            values = container.elts
        if not values:
            yield (None,)
        for value in values:
            yield from _parts(source, value, depth)


def _of_call(source: Source, node: ast.Call, depth: int) -> Iterator[Parts]:
    function = node.func
    names = source.resolve(function)
    whole = not node.keywords and not any(isinstance(value, ast.Starred) for value in node.args)
    if isinstance(function, ast.Attribute) and function.attr == "format":
        yield from _filled(_parts(source, function.value, depth), r"\{\{|\}\}|\{[^{}]*\}", "{}")
    elif whole and names and names <= {"os.path.join", "posixpath.join", "tensorflow.io.gfile.join"}:
        yield from _path(source, node.args, depth)
    elif (
        whole
        and isinstance(function, ast.Attribute)
        and function.attr == "join"
        and isinstance(function.value, ast.Constant)
        and len(node.args) == 1
        and isinstance(node.args[0], (ast.List, ast.Tuple))
    ):
        yield from _product(source, node.args[0].elts, depth, between=str(function.value.value))
    elif whole and len(node.args) == 1 and isinstance(function, ast.Name) and function.id == "str":
        yield from _parts(source, node.args[0], depth)
    else:
        yield (None,)


def _joined(parts: Parts) -> Parts:
    """Return parts with neighbours of one kind put together."""
    found: list[str | None] = []
    for part in parts:
        if part == "" or (part is None and found and found[-1] is None):
            continue
        if found and part is not None and found[-1] is not None:
            found[-1] += part
        else:
            found.append(part)
    return tuple(found) or ("",)
