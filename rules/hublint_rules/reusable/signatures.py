"""What is given as `signatures=` to `tf.saved_model.save`, entry by entry."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from hublint.source.use import argument, unpacks
from hublint_rules.origins import known_texts, origins
from hublint_rules.reusable import functions
from hublint_rules.reusable.saved import Tracked

if TYPE_CHECKING:
    from hublint.rule import Source
    from hublint_rules.reusable.functions import FunctionDef, Traced

DEFAULT = "serving_default"


class Entry(NamedTuple):
    """A signature: its key, None where that is not to be seen, and the expression for the function."""

    key: str | None
    value: ast.expr


class Signatures(NamedTuple):
    """The signatures of a save; `complete` is whether all of them are to be seen, `made` the dict that holds them."""

    entries: list[Entry]
    complete: bool
    made: ast.Dict | None = None

    @property
    def keys(self) -> list[str] | None:
        """The keys where all of them are known."""
        keys = [entry.key for entry in self.entries if entry.key is not None]
        return keys if self.complete and len(keys) == len(self.entries) else None


def signatures(source: Source, call: ast.Call) -> Signatures | None:
    """Return the signatures that a call of `tf.saved_model.save` is given; None if it is not to be seen whether any."""
    if unpacks(call):
        return None
    given = argument(call, 2, "signatures")
    if given is None or (isinstance(given, ast.Constant) and given.value is None):
        return Signatures([], complete=False)
    found = origins(source, given)
    made = found[0] if len(found) == 1 else None
    if isinstance(made, ast.Dict):
        if given is not made and not _is_as_made(source, given, made):
            return Signatures([], complete=False)
        pairs = list(zip(made.keys, made.values, strict=True))
        entries = [Entry(_key(source, key), value) for key, value in pairs if key is not None]
        return Signatures(entries, complete=len(entries) == len(pairs), made=made)
    if isinstance(made, ast.Call) and isinstance(made.func, ast.Name) and made.func.id == "dict":
        return Signatures([Entry(None, given)], complete=False) if made.args else _of_dict_call(made)
    if made is None and not _is_function(source, given):
        return Signatures([], complete=False)
    return Signatures([Entry(DEFAULT, given)], complete=True)


def function_of(source: Source, value: ast.expr) -> tuple[FunctionDef | None, Traced | None]:
    """Return the Python function behind a signature, and the `tf.function` that it is, where these are to be seen."""
    called = value.func if isinstance(value, ast.Call) else None
    if isinstance(called, ast.Attribute) and called.attr == "get_concrete_function":
        return function_of(source, called.value)
    traced = traced_of(source, value)
    if traced is not None:
        return traced.function, traced
    found = origins(source, value)
    if len(found) == 1 and isinstance(found[0], ast.Call) and found[0] is not value:
        return function_of(source, found[0])
    return None, None


def traced_of(source: Source, value: ast.expr) -> Traced | None:
    """Return the `tf.function` that an expression certainly is, by its name or as a function of an object."""
    if isinstance(value, ast.Attribute):
        member = Tracked(source, value.value).member(value.attr)
        return None if member is None else member.traced
    return functions.of_value(source, value)


def plain_of(source: Source, value: ast.expr) -> FunctionDef | None:
    """Return the Python function that an expression certainly is, by its name or as a function of an object."""
    if isinstance(value, ast.Attribute):
        member = Tracked(source, value.value).member(value.attr)
        if member is None or member.traced is not None:
            return None
        node = member.node
        return node if isinstance(node, ast.FunctionDef) else functions.plain(source, node)
    return functions.plain(source, value)


def _key(source: Source, key: ast.expr) -> str | None:
    names = source.resolve(key)
    if names and all(name.endswith(".DEFAULT_SERVING_SIGNATURE_DEF_KEY") for name in names):
        return DEFAULT
    texts = known_texts(source, key)
    return texts[0] if len(texts) == 1 else None


def _of_dict_call(made: ast.Call) -> Signatures:
    entries = [Entry(keyword.arg, keyword.value) for keyword in made.keywords if keyword.arg is not None]
    return Signatures(entries, complete=len(entries) == len(made.keywords))


def _is_function(source: Source, value: ast.expr) -> bool:
    return traced_of(source, value) is not None or plain_of(source, value) is not None


def _is_as_made(source: Source, given: ast.expr, made: ast.Dict) -> bool:
    """Tell whether a name stands for a dict that nobody has changed since it was made."""
    if not isinstance(given, ast.Name) or is_changed(source, given):
        return False
    return [binding.value for binding in source.scope(given).visible(given.id, given)] == [made]


def is_changed(source: Source, name: ast.Name) -> bool:
    """Tell whether anything but reading is done with a dict: an item is set, a method is called, it is handed on."""
    parents = source.parents
    bindings = source.scope(name).visible(name.id, name)
    for scope, node in source.index.loads:
        if node is name or node.id != name.id or scope.visible(name.id, node) != bindings:
            continue
        parent = parents[node]
        if not (isinstance(parent, ast.Subscript) and isinstance(parent.ctx, ast.Load)):
            return True
    return False
