"""Replaces functions and methods where a library itself looks them up, at once or when their module is imported."""

from __future__ import annotations

import functools
import importlib.util
import sys
import threading
from typing import TYPE_CHECKING, Any, Callable, Dict, List, Tuple

if TYPE_CHECKING:
    import types

Wrapper = Callable[..., Any]
Arguments = Tuple[Tuple[Any, ...], Dict[str, Any]]
Replacements = List[Tuple[Wrapper, Wrapper]]

_finders: List[Any] = sys.meta_path


def argument(args: Tuple[Any, ...], kwargs: Dict[str, Any], position: int, name: str) -> Any:
    """Return an argument that a call gives by its position or by its name; None if it does not."""
    if name in kwargs:
        return kwargs[name]
    return args[position] if len(args) > position else None


def with_argument(args: Tuple[Any, ...], kwargs: Dict[str, Any], position: int, name: str, value: Any) -> Arguments:
    """Return the arguments of a call with another value for one that it gives."""
    if name in kwargs:
        return args, dict(kwargs, **{name: value})
    return (*args[:position], value, *args[position + 1 :]), kwargs


def replacement(module: Any, name: str, make: Callable[[Wrapper], Wrapper]) -> Replacements:
    """Return what is to stand in the place of a module's function, if the module has it."""
    original = getattr(module, name, None)
    return [] if original is None else [(original, functools.wraps(original)(make(original)))]


def replace(replacements: Replacements) -> None:
    """Replace functions, under every name that a module has bound them to.

    All in one pass: an interpreter with TensorFlow has thousands of modules.
    """
    by_identity = {id(original): new for original, new in replacements}
    for module in list(sys.modules.values()):
        names = getattr(module, "__dict__", None)
        if isinstance(names, dict):
            for key, value in list(names.items()):
                if id(value) in by_identity:
                    names[key] = by_identity[id(value)]


def replace_methods(module: Any, owner: str, name: str, make: Callable[[Wrapper], Wrapper]) -> None:
    """Replace a method of a class; with `*` for the class, of every class that the module defines and that has one."""
    for key, found in list(vars(module).items()):
        if isinstance(found, type) and (key == owner or (owner == "*" and found.__module__ == module.__name__)):
            original = vars(found).get(name)
            if original is not None:
                setattr(found, name, functools.wraps(original)(make(original)))


class _AfterImport:
    """Does something to modules once the program imports them, if it does: importing some takes seconds."""

    def __init__(self) -> None:
        self._waiting: Dict[str, List[Callable[[Any], None]]] = {}
        self._looking = threading.local()

    def add(self, name: str, then: Callable[[Any], None]) -> None:
        """Have something done to the module of this name."""
        if self not in _finders:
            _finders.insert(0, self)
        self._waiting.setdefault(name, []).append(then)

    def find_spec(self, name: str, _path: Any = None, _target: Any = None) -> Any:
        """Let the other finders find the module, and its loader do what is to be done at its end.

        A program may ask for the spec only to learn whether there is such a module: nothing is used up by that.
        """
        if name not in self._waiting or getattr(self._looking, "name", None) == name:
            return None
        outer, self._looking.name = getattr(self._looking, "name", None), name
        try:
            spec = importlib.util.find_spec(name)
        finally:
            self._looking.name = outer
        if spec is not None and spec.loader is not None:
            execute = spec.loader.exec_module

            def exec_module(module: types.ModuleType) -> None:
                execute(module)
                for then in self._waiting.pop(name, []):
                    then(module)

            setattr(spec.loader, "exec_module", exec_module)  # noqa: B010 - of this one loader, whose class has it
        return spec


_after_import = _AfterImport()


def once_imported(name: str, then: Callable[[Any], None]) -> None:
    """Do something to a module as soon as the program has imported it."""
    _after_import.add(name, then)
