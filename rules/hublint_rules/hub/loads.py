"""Calls that load a model by its handle: what they load, what is done with it, and how their handle is rewritten."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from hublint.rule import Edit, NoFix
from hublint.source.use import argument, leaf, unpacks
from hublint_rules.hub.handles import handles
from hublint_rules.origins import calls_of_result, origins

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from hublint.rule import Source
    from hublint_rules.hub.handles import Handle

LOADS: Final = {
    "tensorflow_hub.KerasLayer": "handle",
    "tensorflow_hub.Module": "spec",
    "tensorflow_hub.load": "handle",
    "tensorflow_hub.load_module_spec": "path",
    "tensorflow_hub.resolve": "handle",
}
"""What takes a handle as its first argument, and that argument's name."""

_SELECTING = frozenset({"arguments", "output_key", "signature", "signature_outputs_as_dict", "tags"})
_PLAIN = 2  # `KerasLayer(handle, trainable)`

_LEAVES = frozenset(name.rpartition(".")[2] for name in LOADS)


class Load(NamedTuple):
    """A call that loads a model, by its full name, and the handles that it can be given."""

    name: str
    call: ast.Call
    handle: ast.expr
    handles: list[Handle]

    @property
    def selects(self) -> bool:
        """Whether the call says which part of the model it wants, or may say so with `*` and `**`."""
        given = {keyword.arg for keyword in self.call.keywords}
        return bool(given & _SELECTING) or len(self.call.args) > _PLAIN or unpacks(self.call)


def loads(source: Source) -> list[Load]:
    """Return the calls of a file that load a model by its handle, in their order."""
    known: list[Load] | None = source.notes.get("loads of tensorflow_hub")
    if known is None:
        known = source.notes["loads of tensorflow_hub"] = list(_loads(source))
    return known


def load_of(source: Source, call: ast.Call | None) -> Load | None:
    """Return a call as one that loads a model, None where it is none."""
    return next((load for load in loads(source) if load.call is call), None)


def readers(source: Source, handle: Handle) -> list[Load]:
    """Return the calls of a file that can be given a handle from the place where it is written."""
    return [load for load in loads(source) if any(other.node is handle.node for other in load.handles)]


def _loads(source: Source) -> Iterator[Load]:
    for node, scope in source.uses(_LEAVES):
        call = source.index.calls.get(node)
        for name in sorted(source.resolve(node, scope) & LOADS.keys()) if call is not None else ():
            handle = argument(call, 0, LOADS[name]) if call is not None else None
            found = handles(source, handle) if handle is not None else []
            if call is not None and handle is not None and found:
                yield Load(name, call, handle, found)
                break


def handed_on_as_function(source: Source, made: ast.Call) -> Iterator[tuple[ast.Call, ast.expr]]:
    """Yield the calls that take what a call returns for a function, and the argument: `dataset.map(embed)`."""
    for function, call in source.index.calls.items():
        given = argument(call, 0, "") if _takes_a_function(source, function) else None
        if isinstance(given, (ast.Name, ast.Attribute, ast.Call)) and origins(source, given) == [made]:
            yield call, given


def _takes_a_function(source: Source, function: ast.expr) -> bool:
    if isinstance(function, ast.Name) and function.id == "map":
        return source.scope(function).owner("map") is None
    if leaf(function) not in {"KerasLayer", "flat_map", "map", "map_fn", "vectorized_map"}:
        return False
    return any(
        name in {"tensorflow.map_fn", "tensorflow.vectorized_map", "tensorflow_hub.KerasLayer"}
        or (name.startswith(("tensorflow.data.", "tensorflow_datasets.")) and name.endswith(("().map", "().flat_map")))
        for name in source.resolve(function)
    )


def is_called(source: Source, made: ast.Call) -> bool:
    """Tell whether what a call returns is itself called in this file, or handed on to be called."""
    return any(calls_of_result(source, made)) or any(handed_on_as_function(source, made))


def with_version(text: str, number: int) -> str:
    """Return a handle with a version in place of its own, or behind its end where it has none."""
    path, mark, query = text.partition("?")
    return f"{re.sub(r'/[0-9]+$', '', path.rstrip('/'))}/{number}{mark}{query}"


def rewritten(source: Source, handle: Handle, text: str, fine: Collection[ast.Call]) -> Edit | NoFix:
    """Return the edit that gives a handle another text, if only calls that are fine with it read it.

    The handle may be an argument of such a call, or assigned to a name of which each use is one.
    """
    node, old = handle.node, handle.text
    code = source.code(node)
    if isinstance(node, ast.Subscript):
        return NoFix("the handle stands where other code may read it")
    if not isinstance(node, ast.Constant) or old is None or code.count(old) != 1:
        return NoFix("the handle is put together from parts")
    if not _is_argument(source, node, fine):
        parent = source.parents[node]
        target = parent.targets[0] if isinstance(parent, ast.Assign) and len(parent.targets) == 1 else None
        target = parent.target if isinstance(parent, ast.AnnAssign) else target
        if not isinstance(target, ast.Name) or isinstance(source.parents[parent], ast.ClassDef):
            return NoFix("the handle stands where other code may read it")
        other = _other_use(source, target, fine)
        if other is not None:
            return NoFix(f"line {other.lineno} reads the handle too")
    start = source.span(node)[0] + code.encode().index(old.encode())
    return Edit(start, start + len(old.encode()), text)


def _is_argument(source: Source, node: ast.AST, calls: Collection[ast.Call]) -> bool:
    """Tell whether a value is given to one of the calls, as it is or as a branch of `a if c else b`."""
    parent = source.parents[node]
    while isinstance(parent, ast.IfExp) and node is not parent.test:
        node, parent = parent, source.parents[parent]
    call = source.parents[parent] if isinstance(parent, ast.keyword) else parent
    return isinstance(call, ast.Call) and call in calls and node is not call.func


def _other_use(source: Source, target: ast.Name, fine: Collection[ast.Call]) -> ast.Name | None:
    """Return the first use of an assigned name that is no argument of one of the calls."""
    scope = source.scope(target)
    return next(
        (
            name
            for reader, name in source.index.loads
            if name.id == target.id and reader.owner(name.id) is scope and not _is_argument(source, name, fine)
        ),
        None,
    )
