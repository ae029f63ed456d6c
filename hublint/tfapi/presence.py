"""Whether a target's TensorFlow has what a program needs of it, told from the table as the TensorFlow itself would.

The questions are those of `hublint.source.needs`. The table has all public names, all modules below
`tensorflow.python`, and what those have lost since 1.15. What it does not know is taken to be there: an attribute of a
class, what else an implementation module holds, and other packages.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from hublint.target import LAST_TENSORFLOW_1, Target
from hublint.tfapi import columns, table
from hublint.tfapi.verdict import split

if TYPE_CHECKING:
    from hublint.tfapi.verdict import Api

_OLD: Final = re.compile(r"tensorflow(?:\.compat\.v2)?\.compat\.v1\b")
_PRIVATE: Final = re.compile(
    r"tensorflow_core\b|tensorflow(?:\.compat\.v[12])*\.(?:c|cc|compiler|core|examples|go|include|js|lite\.python"
    r"|lite\.toco|python|security|stream_executor|tools|tsl|_api)\b"
)
_GONE: Final = re.compile(r"tensorflow\.(?:examples|tools\.graph_transforms|python\.pywrap_tensorflow\.)")
"""What TensorFlow 2 has not, of that of which the table has no names."""

_BEHIND: Final = frozenset(["compiler", "core", "python"])
"""Packages that can be imported from, and are no attributes of `tensorflow` where it has hidden them."""

_INCIDENTAL: Final = frozenset(["tensorflow.compat.v1.test.mock", "tensorflow.compat.v2.enable_v2_behavior"])
"""Names that no API lists and that are there all the same."""

_LIKE_NEWEST: Final = (2, 15)
"""From this release on implementation modules hold what they hold in the newest, but for a handful of names."""

_NEWEST: Final = columns.bit(Target.newest())
"""The column that the table's lists of what implementation modules have lost speak of."""

_FIRST_HIDDEN: Final = (2, 2)
_LAST_CORE: Final = (2, 1)

_Thing = Literal["module", "other"]


class Answer(NamedTuple):
    """Whether a name is there, and the symbol that was met on the way: the first one that is missing, if one is."""

    found: bool
    symbol: str


def is_old(symbol: str) -> bool:
    """Tell whether a symbol is of TensorFlow 1's API as TensorFlow 2 keeps it, under `compat.v1`."""
    return _OLD.match(symbol) is not None


def is_private(symbol: str) -> bool:
    """Tell whether a symbol is none of TensorFlow's public API, though it may be there."""
    return _PRIVATE.match(symbol) is not None


def is_own(symbol: str) -> bool:
    """Tell whether a symbol is none of these."""
    return not is_old(symbol) and not is_private(symbol)


@lru_cache(maxsize=table.MOST_REMEMBERED)
def look_up(question: str, target: Target) -> Answer:
    """Answer one question about the names of `tensorflow`; other packages have all that they are asked for."""
    words = question.split()
    if len(words) > 1:
        return _by_import(words[1], words[3] if words[0] == "from" else "", target)
    module, _, attributes = question.partition(":")
    return _by_attributes(module, attributes.split(".") if attributes else [], target)


def _by_import(module: str, name: str, target: Target) -> Answer:
    """Answer for an import statement."""
    if _is_imported(module, target) is False:
        return Answer(found=False, symbol=module)
    if not name or name == "*":
        return Answer(found=True, symbol=module)
    symbol = f"{module}.{name}"
    found = _thing(symbol, target) is not None or _is_imported(symbol, target) is True
    return Answer(found, symbol)


def _is_imported(module: str, target: Target) -> bool | None:
    """Tell whether a module can be imported; None where that is not known."""
    thing = _thing(module, target)
    if thing != "other":
        return thing == "module"
    api, name = split(module) or ("", "")
    # All modules below `tensorflow.python` are known.
    listed = api == "private" or table.first(name) is not None or table.second(name) is not None
    return False if listed else None


def _by_attributes(module: str, attributes: list[str], target: Target) -> Answer:
    """Answer for attributes that are read, one by one, from what an import gave."""
    name, *path = module.split(".")
    thing = _thing(name, target)
    for part in path:
        if thing != "module":
            break
        name = f"{name}.{part}"
        thing = _thing(name, target)
    if thing is None:
        return Answer(found=False, symbol=module)
    name = symbol = module
    for attribute in attributes:
        if thing != "module":
            break
        hidden = name == "tensorflow" and attribute in _BEHIND and target.tensorflow >= _FIRST_HIDDEN
        name = symbol = f"{name}.{attribute}"
        thing = None if hidden else _thing(name, target)
        if thing is None:
            return Answer(found=False, symbol=symbol)
    return Answer(found=True, symbol=symbol)


def _thing(full: str, target: Target) -> _Thing | None:
    """Tell what a full name is on a target; None if there is no such thing."""
    root = full.partition(".")[0]
    if root == "tensorflow_core":
        if target.tensorflow > _LAST_CORE:
            return None
        full = f"tensorflow{full.removeprefix(root)}"
    elif root != "tensorflow":
        return "other"
    parts = split(full)
    if parts is None:
        return "module"
    api, name = parts
    if name in {"compat.v1", "compat.v2"}:
        return "module"
    if api == "private":
        return _private(name, target)
    first = target.tensorflow == LAST_TENSORFLOW_1
    if api == "contrib" and not first:
        return None
    symbol = table.first(name) if api == "v1" or first else table.second(name)
    if symbol is not None and symbol.columns & columns.bit(target):
        return "module" if symbol.kind == "module" else "other"
    if symbol is not None and symbol.kind == "module" and api == "v1" and target.keras3:
        # With Keras 3 the modules of Keras 2 are there, and whatever is read from them raises.
        return "module" if symbol.columns & columns.bit(target._replace(keras="tf_keras")) else None
    return _unlisted(full, api, name, target)


def _unlisted(full: str, api: Api, name: str, target: Target) -> _Thing | None:
    """Tell what is known of a name that the API of a target does not list."""
    from hublint.tfapi.native import UNLISTED

    last = name.rpartition(".")[2]
    if (last.startswith("__") and last.endswith("__")) or full in _INCIDENTAL:
        return "other"
    if target.tensorflow == LAST_TENSORFLOW_1:
        return "other" if api == "contrib" or name in UNLISTED or is_private(full) else None
    return "other" if is_private(full) and not _GONE.match(full) else None


def _private(name: str, target: Target) -> _Thing | None:
    """Tell what a name of an implementation module is."""
    bit = columns.bit(target)
    where = table.module_columns(name)
    if where:
        return "module" if where & bit else None
    module = name.rpartition(".")[0]
    while module and not table.module_columns(module):
        module = module.rpartition(".")[0]
    where = table.module_columns(module)
    if not where & bit:
        return None
    if target.tensorflow == LAST_TENSORFLOW_1:
        return "other"
    if _GONE.match(f"tensorflow.{name}"):
        return None
    if where & _NEWEST and (table.lost(name) == "" or (target.tensorflow >= _LIKE_NEWEST and table.absent(name))):
        return None
    return "other"


__all__ = ["Answer", "is_old", "is_own", "is_private", "look_up"]
