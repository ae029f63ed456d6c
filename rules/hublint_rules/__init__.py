"""The built-in rule pack: one file, one rule; a file that is added is found."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint.rule import Rule


def rules() -> Iterator[type[Rule]]:
    """Yield the rule class of every module called `hub<number>_<name>` in the families of this pack."""
    for family in iter_modules(__path__):
        if not family.ispkg:
            continue
        package = import_module(f"{__name__}.{family.name}")
        for module in iter_modules(package.__path__):
            code, _, name = module.name.partition("_")
            if code.startswith("hub") and code[3:].isdigit():
                found = import_module(f"{package.__name__}.{module.name}")
                yield getattr(found, "".join(word.capitalize() for word in name.split("_")))
