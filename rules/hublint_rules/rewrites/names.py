"""Names in a rewrite: how a module is spelled where new code stands, and what a new variable is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from hublint.rule import Source
    from hublint.source.index import Scope


def local_name(source: Source, module: str, home: Scope, line: int) -> str | None:
    """Return how a module is spelled at a line of a scope, None if it is not imported there."""
    scope: Scope | None = home
    while scope is not None:
        for name, bindings in scope.bindings.items():
            same = all(b.kind == "import" and b.name in {"tensorflow", module} for b in bindings)
            here = scope is not home or any(b.line < line for b in bindings)
            if same and here and home.owner(name) is scope and any(b.name == module for b in bindings):
                return name
        scope = scope.parent
    spelled = source.local_name(module)
    root = (spelled or "").partition(".")[0]
    unshadowed = home.owner(root) is source.index.module
    imported = all(b.kind == "import" for b in source.index.module.bindings.get(root, ()))
    return spelled if unshadowed and imported else None


def fresh(name: str, is_free: Callable[[str], bool]) -> str:
    """Return a name, with underscores behind it until it is free."""
    while not is_free(name):
        name += "_"
    return name
