"""What is left in a program that was brought to Python 3 and means nothing there, or something else: it is told."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["remains"]


def remains(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield what a person has to look at in a converted program: the line, and one sentence."""
    yield from _of_names(module)
    yield from _of_caught(module)
    yield from _of_imports(module)


_GONE_NAMES: Final = {
    "apply": "call the function",
    "buffer": "`memoryview` is its successor",
    "cmp": "write `(a > b) - (a < b)`, or sort by a key",
    "coerce": "nothing has taken its place",
    "execfile": "nothing has taken its place",
    "file": "`open` opens files",
    "unicode": "`str` is its successor",
    "xrange": "`range` is its successor",
}
_GONE_ATTRIBUTES: Final = {
    "string": frozenset(
        [
            "atof",
            "atoi",
            "atol",
            "find",
            "join",
            "joinfields",
            "letters",
            "lower",
            "lowercase",
            "lstrip",
            "maketrans",
            "replace",
            "rstrip",
            "split",
            "splitfields",
            "strip",
            "upper",
            "uppercase",
            "zfill",
        ]
    ),
    "os": frozenset(["getcwdu", "popen2", "popen3", "popen4", "tempnam", "tmpnam"]),
    "sys": frozenset(["exc_clear", "exc_type", "exc_value", "exc_traceback", "maxint", "setdefaultencoding"]),
    "time": frozenset(["clock"]),
    "itertools": frozenset(["ifilter", "ifilterfalse", "imap", "izip", "izip_longest"]),
    "inspect": frozenset(["getargspec"]),
}
_GONE_METHODS: Final = {
    "__cmp__": "Python 3 compares by `__lt__` and `__eq__`",
    "__coerce__": "Python 3 does not call it",
    "__delslice__": "Python 3 calls `__delitem__` with a slice",
    "__div__": "Python 3 calls `__truediv__`",
    "__getslice__": "Python 3 calls `__getitem__` with a slice",
    "__idiv__": "Python 3 calls `__itruediv__`",
    "__rdiv__": "Python 3 calls `__rtruediv__`",
    "__setslice__": "Python 3 calls `__setitem__` with a slice",
    "__unicode__": "Python 3 calls `__str__`",
}
_GONE_CODECS: Final = frozenset(["base64", "bz2", "hex", "rot13", "string_escape", "string-escape", "zip", "zlib"])
_GONE_MODULES: Final = frozenset(
    [
        "ConfigParser", "HTMLParser", "Queue", "SocketServer", "StringIO", "Tkinter", "__builtin__", "cPickle",
        "cStringIO", "cookielib", "httplib", "urllib2", "urlparse",
    ]
)  # fmt: skip


_GONE_FOREVER: Final = frozenset(
    [
        "UserDict", "UserList", "UserString", "compiler", "dircache", "future_builtins", "hotshot", "htmllib", "md5",
        "mimetools", "new", "popen2", "rfc822", "sets", "sgmllib", "sha", "user",
    ]
)  # fmt: skip


def _of_imports(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield notes on modules that Python 3 does not have, where nothing is done if they are missing."""
    waiting: list[ast.AST] = [module]
    while waiting:
        node = waiting.pop()
        names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
            for one in node.names:
                if one.name in _GONE_ATTRIBUTES.get(names[0], ()):
                    yield (node.lineno, f"`{names[0]}.{one.name}` does not exist in Python 3")
        for name in names:
            if name in _GONE_FOREVER or name in _GONE_MODULES:
                yield (getattr(node, "lineno", 1), f"the module `{name}` does not exist in Python 3")
        if not isinstance(node, ast.Try):
            waiting += ast.iter_child_nodes(node)


def _of_names(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield notes on what is named in a converted program and does not exist in Python 3, or is not called by it."""
    bound = {node.id for node in ast.walk(module) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    modules = {name: name for name in _GONE_ATTRIBUTES}
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            modules.update((one.asname, one.name) for one in node.names if one.asname is not None)
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            bound.add(node.name)
        elif isinstance(node, ast.arg):
            bound.add(node.arg)
        elif isinstance(node, ast.alias):
            bound.add((node.asname or node.name).partition(".")[0])
    for node in ast.walk(module):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id not in bound:
            if node.id in _GONE_NAMES:
                yield (node.lineno, f"`{node.id}` does not exist in Python 3; {_GONE_NAMES[node.id]}")
            elif node.id in _GONE_MODULES:
                yield (node.lineno, f"`{node.id}` has another name in Python 3, and nothing imports it here")
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.attr in _GONE_ATTRIBUTES.get(modules.get(node.value.id, ""), ()):
                yield (node.lineno, f"`{node.value.id}.{node.attr}` does not exist in Python 3")
        elif isinstance(node, ast.ClassDef):
            names = {one.name: one.lineno for one in node.body if isinstance(one, ast.FunctionDef)}
            for name in names.keys() & _GONE_METHODS.keys():
                yield (names[name], f"`{name}` is not called; {_GONE_METHODS[name]}")
        if isinstance(node, ast.Call):
            yield from _of_call(node)


def _of_call(node: ast.Call) -> Iterator[tuple[int, str]]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name in {"sort", "sorted"}:
        of_keyword = any(one.arg == "cmp" for one in node.keywords)
        if of_keyword or len(node.args) > (name == "sorted"):
            yield (node.lineno, "Python 3 sorts by a key alone; give `key=functools.cmp_to_key(...)`")
    if name in {"decode", "encode"} and node.args and isinstance(node.args[0], ast.Constant):
        codec = node.args[0].value
        if isinstance(codec, str) and codec.lower().removesuffix("_codec") in _GONE_CODECS:
            yield (node.lineno, f"strings have no codec {codec!r} in Python 3; `codecs` has it for bytes")


def _of_caught(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield notes on exceptions that are looked at behind the `except` that named them: Python 3 forgets them there."""
    for scope in ast.walk(module):
        if not isinstance(scope, (ast.Module, ast.FunctionDef)):
            continue
        own = list(_own_nodes(scope))
        for handler in own:
            if not isinstance(handler, ast.ExceptHandler) or handler.name is None:
                continue
            end = handler.end_lineno or handler.lineno
            behind = sorted(
                (node.lineno, isinstance(node.ctx, ast.Store))
                for node in own
                if isinstance(node, ast.Name) and node.id == handler.name and node.lineno > end
            )
            spoken_for = [
                (other.lineno, other.end_lineno or 0)
                for other in own
                if isinstance(other, ast.ExceptHandler) and other.name == handler.name
            ]
            free = [(line, store) for line, store in behind if not any(a <= line <= b for a, b in spoken_for)]
            if free and not free[0][1]:
                reason = f"`{handler.name}` is forgotten at the end of the `except` in line {handler.lineno}"
                yield (free[0][0], f"{reason}; keep it under another name")


def _own_nodes(scope: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a scope, without those of functions and classes in it."""
    waiting = list(ast.iter_child_nodes(scope))
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            waiting += ast.iter_child_nodes(node)
