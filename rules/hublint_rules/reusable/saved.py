"""The objects that `tf.saved_model.save` is given: their classes, what is set on them, and who else sees them."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from hublint.rule import v1
from hublint.source.use import argument, unpacks
from hublint_rules.origins import class_of, known_texts, origins
from hublint_rules.reusable import functions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint.rule import Source
    from hublint_rules.reusable.functions import Traced

SAVES = v1("saved_model.save")
LAYERS = frozenset({"tensorflow_hub.KerasLayer"})
LOADS = frozenset((*v1("saved_model.load", "saved_model.load_v2"), "tensorflow_hub.load"))

_MODULES = frozenset(f"{name}()" for name in v1("Module"))
_CHECKPOINTS = frozenset(
    f"{name}()"
    for name in (
        *v1("train.Checkpoint", "__internal__.tracking.AutoTrackable"),
        "tensorflow.python.training.tracking.tracking.AutoTrackable",
        "tensorflow.python.trackable.autotrackable.AutoTrackable",
    )
)

Kind = Literal["Module", "Checkpoint"]
"""What an object is: a `tf.Module`, or something that keeps what is set on it and has no properties of its own."""


class Member(NamedTuple):
    """A function that an object has under a name; `traced` is None where it is a plain Python function."""

    name: str
    node: ast.FunctionDef | ast.expr
    traced: Traced | None


class Tracked:
    """An object that keeps what is set on it: a `tf.Module`, a `tf.train.Checkpoint`, or nothing that is known.

    Attributes:
        node: the expression for the object.
        made: the call that makes it, None for `self`.
        kind: what it is, None where that is not to be seen.
        classes: the classes of this file that it is an instance of, the most special first.
    """

    def __init__(self, source: Source, node: ast.expr, definition: ast.ClassDef | None = None) -> None:
        """Find out what an expression is; `definition` stands for any object of a class."""
        self.source = source
        self.node = node
        self.made: ast.Call | None = None
        self.kind: Kind | None = None
        self.classes: list[ast.ClassDef] = []
        if definition is not None:
            self.classes = lineage(source, definition)
            return
        found = origins(source, node)
        made = found[0] if len(found) == 1 else None
        if isinstance(made, ast.Call):
            self.made = made
            self.kind = kind_of(source.resolve(made))
            definitions = list(source.definitions(made.func)) if isinstance(made.func, ast.Name) else []
            if len(definitions) == 1 and isinstance(definitions[0], ast.ClassDef):
                self.classes = lineage(source, definitions[0])
        elif isinstance(node, ast.Name) and (owner := _class_of_first_parameter(source, node)) is not None:
            self.classes = lineage(source, owner)
            self.kind = kind_of(source.resolve(node))

    @cached_property
    def members(self) -> list[Member]:
        """The functions of the object by name: methods, and functions that are set on it."""
        found = {member.name: member for each in reversed(self.classes) for member in _methods(self.source, each)}
        set_on_it = [name for name, _ in self.attributes]
        for name, value in self.attributes:
            found.pop(name, None)
            traced, plain = functions.of_value(self.source, value), functions.plain(self.source, value)
            if set_on_it.count(name) == 1 and (traced is not None or plain is not None):
                found[name] = Member(name, value, traced)
        return list(found.values())

    def member(self, name: str) -> Member | None:
        """Return a function of the object, None where there is none or it is not to be seen."""
        return next((member for member in self.members if member.name == name), None)

    @cached_property
    def places(self) -> list[tuple[ast.Attribute, ast.expr | None]]:
        """Where something is set on the object: in its classes on the first parameter of methods, else by its name."""
        stores = _stores(self.source)
        found = [place for each in self.classes for place in stores.get(each, ())]
        if self.made is not None:
            found += [place for place in stores.get(None, ()) if origins(self.source, place[0].value) == [self.made]]
        return sorted(found, key=lambda place: (place[0].lineno, place[0].col_offset))

    @property
    def attributes(self) -> list[tuple[str, ast.expr]]:
        """What is set on the object, by name."""
        return [(node.attr, value) for node, value in self.places if value is not None]

    def is_known(self) -> bool:
        """Tell whether all that the object can inherit is to be seen."""
        return self.kind is not None and all(_bases_are_known(self.source, each) for each in self.classes)

    def is_seen_elsewhere(self, *, calls: bool = True) -> bool:
        """Tell whether anything but its attributes is asked of the object, or may be: it is handed on, kept, called.

        `calls` is whether its being called counts.
        """
        if self.made is None:
            return True
        source, parents = self.source, self.source.parents
        for each in self.classes:
            for node in ast.walk(each):
                if isinstance(node, ast.Name) and _class_of_first_parameter(source, node) is each:
                    parent = parents[node]
                    inherits = isinstance(parent, ast.Call) and getattr(parent.func, "id", None) == "super"
                    if not inherits and not _asks_for_attribute(parent, node, calls=calls):
                        return True
        parent = parents[self.made]
        if self._saves(parent):
            return False
        if not (
            isinstance(parent, ast.Assign) and len(parent.targets) == 1 and isinstance(parent.targets[0], ast.Name)
        ):
            return True
        name = parent.targets[0].id
        for scope, node in source.index.loads:
            if node.id != name or all(binding.value is not self.made for binding in scope.visible(name, node)):
                continue
            if not self._saves(parents[node]) and not _asks_for_attribute(parents[node], node, calls=calls):
                return True
        return False

    def _saves(self, node: ast.AST) -> bool:
        if isinstance(node, ast.keyword):
            node = self.source.parents[node]
        names = self.source.resolve(node.func) if isinstance(node, ast.Call) else frozenset()
        return bool(names) and names <= frozenset(SAVES)


class SavedObject(Tracked):
    """What one call of `tf.saved_model.save` saves."""

    def __init__(self, source: Source, call: ast.Call, node: ast.expr) -> None:
        """Find out what is saved."""
        super().__init__(source, node)
        self.call = call

    @property
    def signatures(self) -> ast.expr | None:
        """What the call says of signatures, None if it says nothing."""
        given = argument(self.call, 2, "signatures")
        return None if isinstance(given, ast.Constant) and given.value is None else given

    def path(self) -> ast.expr | None:
        """Return where the object is saved."""
        return argument(self.call, 1, "export_dir")

    def loads(self) -> Iterator[ast.Call]:
        """Yield the calls of this file that load what is saved, by a path that is certainly the same."""
        path = self.path()
        if path is None:
            return
        for call in (*calls_to(self.source, LOADS), *calls_to(self.source, LAYERS)):
            names = self.source.resolve(call.func)
            given = argument(call, 0, "handle" if "tensorflow_hub" in min(names) else "export_dir")
            if given is not None and same_path(self.source, path, given):
                yield call


def saved_object(source: Source, call: ast.Call | None) -> SavedObject | None:
    """Return what a call of `tf.saved_model.save` saves, None where arguments are hidden by `*` or `**`."""
    node = None if call is None or unpacks(call) else argument(call, 0, "obj")
    return None if call is None or node is None else SavedObject(source, call, node)


def kind_of(names: frozenset[str]) -> Kind | None:
    """Return what an object is whose classes have these names."""
    if names and names <= _MODULES:
        return "Module"
    return "Checkpoint" if names and names <= _CHECKPOINTS else None


def lineage(source: Source, definition: ast.ClassDef) -> list[ast.ClassDef]:
    """Return a class and the classes of this file that it is derived from, in the order that Python asks them."""
    found = [definition]
    for base in definition.bases:
        if isinstance(base, ast.Name):
            for parent in source.definitions(base):
                if isinstance(parent, ast.ClassDef) and parent not in found:
                    found += [each for each in lineage(source, parent) if each not in found]
    return found


def first_parameter(function: ast.FunctionDef) -> ast.arg | None:
    """Return the first parameter of a method that is given by position."""
    return next(iter((*function.args.posonlyargs, *function.args.args)), None)


def _stores(source: Source) -> dict[ast.ClassDef | None, list[tuple[ast.Attribute, ast.expr | None]]]:
    """Return where the file sets attributes of names, with what they are set to; found once.

    They are sorted by the class whose method calls its object by the name, None where it is another name.
    """
    known: dict[ast.ClassDef | None, list[tuple[ast.Attribute, ast.expr | None]]] | None = source.notes.get("stores")
    if known is None:
        known = source.notes["stores"] = {}
        for node, parent in source.parents.items():
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and isinstance(node.value, ast.Name):
                value = parent.value if isinstance(parent, (ast.Assign, ast.AnnAssign)) else None
                known.setdefault(_class_of_first_parameter(source, node.value), []).append((node, value))
    return known


def calls_to(source: Source, names: frozenset[str]) -> list[ast.Call]:
    """Return the calls of some functions; found once for the same ones."""
    known: list[ast.Call] | None = source.notes.get(names)
    if known is None:
        known = source.notes[names] = [
            call
            for function, call in source.index.calls.items()
            if (resolved := source.resolve(function)) and resolved <= names
        ]
    return known


def _class_of_first_parameter(source: Source, node: ast.Name) -> ast.ClassDef | None:
    """Return the class whose method calls its instance by this name."""
    owner = source.scope(node).owner(node.id)
    if owner is None or not isinstance(owner.node, ast.FunctionDef) or owner.parent is None:
        return None
    first = first_parameter(owner.node)
    if first is None or first.arg != node.id or len(owner.bindings[node.id]) != 1:
        return None
    return class_of(source, owner.node) if isinstance(owner.parent.node, ast.ClassDef) else None


def _methods(source: Source, definition: ast.ClassDef) -> Iterator[Member]:
    for part in definition.body:
        if isinstance(part, ast.FunctionDef):
            traced = functions.of_definition(source, part)
            if traced is not None or functions.is_plain(source, part):
                yield Member(part.name, part, traced)


def _bases_are_known(source: Source, definition: ast.ClassDef) -> bool:
    if definition.keywords or definition.decorator_list:
        return False
    for base in definition.bases:
        local = isinstance(base, ast.Name) and any(isinstance(d, ast.ClassDef) for d in source.definitions(base))
        plain_object = isinstance(base, ast.Name) and base.id == "object" and source.scope(base).owner("object") is None
        known = kind_of(frozenset(f"{name}()" for name in source.resolve(base))) is not None
        if not (local or plain_object or known):
            return False
    return True


def _asks_for_attribute(parent: ast.AST, node: ast.Name, *, calls: bool) -> bool:
    return isinstance(parent, ast.Attribute) or (not calls and isinstance(parent, ast.Call) and parent.func is node)


def same_path(source: Source, one: ast.expr, other: ast.expr) -> bool:
    """Tell whether two paths are certainly the same."""
    if isinstance(one, ast.Name) and isinstance(other, ast.Name) and one.id == other.id:
        bindings = [source.scope(each).visible(each.id, each) for each in (one, other)]
        return len(bindings[0]) == 1 and bindings[0] == bindings[1]
    texts = known_texts(source, one)
    return len(texts) == 1 and texts == known_texts(source, other)


__all__ = [
    "LAYERS",
    "LOADS",
    "SAVES",
    "Kind",
    "Member",
    "SavedObject",
    "Tracked",
    "calls_to",
    "first_parameter",
    "kind_of",
    "lineage",
    "same_path",
    "saved_object",
]
