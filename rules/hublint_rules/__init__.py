"""The built-in rule pack: one file, one rule; a file that is added is found."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint.rule import Rule


# The families that judge models: whoever checks code does not need them, and reading thirty files takes a while.
_OF_MODELS = ("behaviour", "contents")


def rules(*, models: bool = True) -> Iterator[type[Rule]]:
    """Yield the rule class of every module called `hub<number>_<name>` in the families of this pack.

    Without `models`, those that judge models are left out.
    """
    for family, module, name in _files():
        if models or family not in _OF_MODELS:
            yield _load(family, module, name)


def find(code: str) -> type[Rule] | None:
    """Return the rule of one code, and import no other; None if this pack has none."""
    for family, module, name in _files():
        if module.partition("_")[0].upper() == code:
            return _load(family, module, name)
    return None


def codes() -> Iterator[str]:
    """Yield the codes of all rules of this pack, without importing them."""
    for _, module, _ in _files():
        yield module.partition("_")[0].upper()


def _load(family: str, module: str, name: str) -> type[Rule]:
    found: type[Rule] = getattr(
        import_module(f"{__name__}.{family}.{module}"), "".join(word.capitalize() for word in name.split("_"))
    )
    return found


def _files() -> Iterator[tuple[str, str, str]]:
    """Yield the family of each rule, its module and the name behind its code."""
    # `pkgutil` would do, but it imports `inspect`, which takes longer than reading these few folders.
    for folder in __path__:
        for family in sorted(os.listdir(folder)):
            if not os.path.isdir(os.path.join(folder, family)):
                continue
            for file in sorted(os.listdir(os.path.join(folder, family))):
                module, extension = os.path.splitext(file)
                code, _, name = module.partition("_")
                if extension == ".py" and code.startswith("hub") and code[3:].isdigit():
                    yield family, module, name
