"""What a file says of itself: which TensorFlow it was written for, and where it provides for several."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Literal

from hublint.tfapi import columns, table
from hublint.tfapi.verdict import FIRST_RELEASE, split

if TYPE_CHECKING:
    from hublint.rule import Source
    from hublint.tfapi.table import Symbol

Dialect = Literal["first", "second", "unknown"]

PACKAGES = frozenset({"tensorflow", "tensorflow_core"})

# What is raised where a name or a module is not there.
_MISSING = frozenset({"AttributeError", "ImportError", "ModuleNotFoundError", "NameError"})
_ANYTHING = frozenset({"Exception", "BaseException"})

# What code asks to find out which TensorFlow it runs on.
_ASKS = frozenset({"__version__", "VERSION", "hasattr", "LooseVersion", "parse_version", "executing_eagerly"})

_WHOLE = frozenset({"tensorflow", "tensorflow.compat.v1", "tensorflow.compat.v2"})

_CHANGES = frozenset({"enable_v2_behavior", "enable_eager_execution"})

# A file that does any of this has decided for itself when it runs eagerly.
_DECIDED = (
    rb"disable_v2_behavior|disable_eager_execution|enable_eager_execution|enable_v2_behavior|executing_eagerly"
    rb"|tf_function|\.function\b|wrap_function|init_scope"
)


def dialect(source: Source) -> Dialect:
    """Tell which TensorFlow a file was written for, by the names that only one of the two has.

    A file that uses both, as one half migrated does, counts as TensorFlow 2: its author chose each name. What counts is
    the file as its owner gave it, not what earlier fixes have made of it.
    """
    while source.origin is not None:
        source = source.origin
    known: Dialect | None = source.notes.get("dialect")
    if known is None:
        known = source.notes["dialect"] = _dialect(source)
    return known


# What runs eagerly, or inside a function of TensorFlow 2, and makes no sense while a graph is built round it.
_EAGER = (
    *("GradientTape", "Module", "function", "optimizers", "compat.v1.wrap_function", "config.run_functions_eagerly"),
    *("saved_model.save", "summary.create_file_writer"),
)
_KERAS = ("keras.Model", "keras.Sequential", "keras.models", "compat.v1.keras.models")


def holds_second(source: Source) -> bool:
    """Tell whether a file, as it is now, holds code that graph mode, once it is switched on, would break."""
    known: bool | None = source.notes.get(holds_second)
    if known is None:
        known = source.notes[holds_second] = _reads(source, _EAGER) or b".numpy()" in source.text.utf8
    return known


def decides_mode(source: Source) -> bool:
    """Tell whether a file says itself what runs eagerly."""
    known: bool | None = source.notes.get(decides_mode)
    if known is None:
        known = source.notes[decides_mode] = re.search(_DECIDED, source.text.utf8) is not None
    return known


def is_for_keras(source: Source, node: ast.expr) -> bool:
    """Tell whether a session is only made to be Keras's, for what it is configured with: that needs no graph."""
    call = source.parents.get(node)
    outer = source.parents.get(call) if isinstance(call, ast.Call) and call.func is node else None
    if isinstance(outer, ast.Assign) and len(outer.targets) == 1 and isinstance(outer.targets[0], ast.Name):
        name = outer.targets[0].id
        read = [loaded for _, loaded in source.index.loads if loaded.id == name]
        outer = source.parents.get(read[0]) if len(read) == 1 else None
    return isinstance(outer, ast.Call) and any(
        name.endswith(".backend.set_session") for name in source.resolve(outer.func)
    )


def builds_keras(source: Source) -> bool:
    """Tell whether a file builds Keras models: whether graph mode helps or harms these, only their training tells."""
    return _reads(source, _KERAS)


def _reads(source: Source, wanted: tuple[str, ...]) -> bool:
    known: bool | None = source.notes.get(wanted)
    if known is None:
        known = source.notes[wanted] = any(
            _is_below(
                ".".join((meaning, *(node.attr for node in nodes[1:] if isinstance(node, ast.Attribute)))), wanted
            )
            for nodes, _, meanings in source.chains(PACKAGES)
            for meaning in meanings
        )
    return known


def _is_below(full: str, wanted: tuple[str, ...]) -> bool:
    parts = split(full)
    if parts is None:
        return False
    name = f"compat.v1.{parts[1]}" if parts[0] == "v1" else parts[1]
    return any(name == one or name.startswith(f"{one}.") for one in wanted)


def _dialect(source: Source) -> Dialect:
    if any(name.partition(".")[0] == "tf_keras" for _, node in source.index.imports for name in _modules(node)):
        return "second"
    first = False
    for nodes, _, meanings in source.chains(PACKAGES):
        parts = [node.attr for node in nodes[1:] if isinstance(node, ast.Attribute)]
        for meaning in meanings:
            name = ".".join((meaning, *parts))
            api = split(name)
            if api is None:
                continue
            if api[0] == "v1" or name.startswith("tensorflow.compat.v2"):
                return "second"
            if api[0] == "contrib":
                first = True
            elif api[0] == "plain" and len(api[1]):
                one, two = _longest(api[1])
                old = one is not None and bool(one.columns & FIRST_RELEASE)
                new = two is not None and bool(two.columns & columns.SECOND)
                if (new and not old) or api[1] in _CHANGES:
                    return "second"
                first |= old and not new
    return "first" if first else "unknown"


def _modules(node: ast.Import | ast.ImportFrom) -> list[str]:
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]


def _longest(name: str) -> tuple[Symbol | None, Symbol | None]:
    """Return the symbols of the longest part of a chain of attributes that either API knows."""
    while name:
        one, two = table.first(name), table.second(name)
        if one is not None or two is not None:
            return one, two
        name = name.rpartition(".")[0]
    return None, None


def guarded(source: Source, node: ast.AST) -> bool:
    """Tell whether code looks first whether a name is there, so that the lack of it is no surprise.

    In the body of a `try` that catches the lack, in what is done then, and in a branch that asks for the version.
    """
    anything = isinstance(node, ast.alias)
    known: dict[ast.AST, bool] = source.notes.setdefault((guarded, anything), {})
    passed: list[ast.AST] = []
    inner: ast.AST | None = node
    answer = False
    while inner is not None:
        if inner in known:
            answer = known[inner]
            break
        passed.append(inner)
        outer = source.parents.get(inner)
        if outer is not None and _guards(source, outer, inner, anything=anything):
            answer = True
            break
        inner = outer
    known.update(dict.fromkeys(passed, answer))
    return answer


def _guards(source: Source, outer: ast.AST, inner: ast.AST, *, anything: bool) -> bool:
    """Tell whether a node looks for what a node directly in it needs."""
    if isinstance(outer, ast.Try):
        return any(_catches(handler, anything=anything) for handler in outer.handlers)
    if isinstance(outer, (ast.If, ast.IfExp)):
        return inner is not outer.test and _asks(source, outer.test)
    if isinstance(outer, ast.BoolOp):
        return any(_asks(source, value) for value in outer.values)
    if isinstance(outer, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return inner in outer.body and _leaves_early(source, outer, inner)
    return False


def _leaves_early(source: Source, function: ast.AST, node: ast.AST) -> bool:
    """Tell whether a function has returned before a statement if the release is not the right one."""
    for statement in getattr(function, "body", ()):
        if statement is node:
            return False
        if (
            isinstance(statement, ast.If)
            and _asks(source, statement.test)
            and isinstance(statement.body[-1], (ast.Return, ast.Raise))
        ):
            return True
    return False


def _catches(handler: ast.ExceptHandler, *, anything: bool) -> bool:
    """Tell whether a handler is there for what is missing; one for anything is, where only an import can fail."""
    if handler.type is None:
        return anything
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    names = {kind.id if isinstance(kind, ast.Name) else getattr(kind, "attr", "") for kind in kinds}
    return bool(names & _MISSING) or (anything and bool(names & _ANYTHING))


def _asks(source: Source, test: ast.expr) -> bool:
    """Tell whether a condition asks which TensorFlow this is; each is looked through once."""
    known: bool | None = source.notes.get(test)
    if known is None:
        known = source.notes[test] = any(_names_release(source, part) for part in ast.walk(test))
    return known


def _names_release(source: Source, part: ast.AST) -> bool:
    name = part.id if isinstance(part, ast.Name) else part.attr if isinstance(part, ast.Attribute) else ""
    if name in _ASKS:
        return True
    return any(word in name.lower() for word in ("tf2", "tf_version", "tf1")) and not _is_package(source, part)


def _is_package(source: Source, part: ast.AST) -> bool:
    """Tell whether a name is TensorFlow, as in `import tensorflow.compat.v1 as tf1`: what is read from it says more."""
    bindings = source.index.module.bindings.get(part.id, []) if isinstance(part, ast.Name) else []
    return bool(bindings) and all(binding.kind == "import" and binding.name in _WHOLE for binding in bindings)


__all__ = [
    "PACKAGES",
    "Dialect",
    "builds_keras",
    "decides_mode",
    "dialect",
    "guarded",
    "holds_second",
    "is_for_keras",
]
