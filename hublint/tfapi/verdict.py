"""What a full name is on a target: there, under another name, or gone; and what to write in its place."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from hublint.tfapi import columns, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hublint.target import Target
    from hublint.tfapi.change import Change
    from hublint.tfapi.table import Parameter, Symbol

Fate = Literal["there", "shared", "renamed", "compat", "keras2", "removed"]
"""`there`: the name exists and means what it meant, or is one of TensorFlow 2's own. `shared`: it exists, and in
TensorFlow 1 it was another implementation. `renamed`: its implementation, or one that means the same, has another name.
`compat`: only `tensorflow.compat.v1` has it. `keras2`: only under Keras 2. `removed`: nothing takes its place."""

Api = Literal["plain", "v1", "private", "contrib"]

FIRST_RELEASE: Final = 1
"""The column of TensorFlow 1.15."""

_NEVER_PUBLIC: Final = "newer releases do not have it, and it never had a public name"


class Verdict(NamedTuple):
    """What became of a name.

    Attributes:
        fate: see `Fate`.
        name: the name in its API, without the package.
        api: which API the name belongs to as it is spelled.
        symbol: the TensorFlow 1 symbol that is meant, if it was one.
        same: the full name of the same implementation, or of the module that has the same names.
        change: what was written down by hand: another symbol that means the same, with other arguments.
        compat: the full name under `tensorflow.compat.v1` that is exactly the old symbol.
        advice: what to do where there is nothing, as a clause.
    """

    fate: Fate
    name: str
    api: Api
    symbol: Symbol | None = None
    same: str | None = None
    change: Change | None = None
    compat: str | None = None
    advice: str = ""


@functools.lru_cache(maxsize=4096)
def split(full: str) -> tuple[Api, str] | None:
    """Return which API a full name belongs to and the name in it; None for what is not TensorFlow's."""
    root, dot, name = full.partition(".")
    if root == "tensorflow_core":
        root = "tensorflow"
    if root != "tensorflow" or not dot:
        return None
    for prefix in ("_api.v1.", "_api.v2.", "compat.v2."):
        name = name.removeprefix(prefix)
    while name.startswith("compat.v1.compat.v"):
        name = name.removeprefix("compat.v1.")
    name = name.removeprefix("compat.v2.")
    if name.startswith("compat.v1."):
        name = name.removeprefix("compat.v1.")
        return ("contrib" if name.startswith("contrib.") or name == "contrib" else "v1"), name
    if name.startswith("python.") or name == "python":
        return "private", name
    if name.startswith("contrib.") or name == "contrib":
        return "contrib", name
    return "plain", name


def known(full: str) -> bool:
    """Tell whether a full name is in the table."""
    parts = split(full)
    if parts is None:
        return False
    api, name = parts
    if api == "private":
        return any(table.private(name)) or table.lost(name) is not None or table.module_columns(name) > 0
    if table.first(name) is not None or (api == "plain" and table.second(name) is not None):
        return True
    return _is_told_of(name, api)


def _is_told_of(name: str, api: Api) -> bool:
    """Tell whether the hand-written part speaks of a name that the API of 1.15 does not list."""
    if api == "plain":
        from hublint.tfapi import native

        return name in native.UNLISTED
    if api != "contrib":
        return False
    from hublint.tfapi.contrib import CONTRIB, GONE, MODULES

    module, _, attribute = name.rpartition(".")
    if module == "contrib.layers.python.layers" and table.first(f"contrib.layers.{attribute}") is not None:
        return True  # the package that contrib.layers has its names from
    if module == "contrib.slim.nets":
        return True
    return any(name in told or any(other.startswith(f"{name}.") for other in told) for told in (CONTRIB, GONE, MODULES))


def verdict(full: str, target: Target) -> Verdict | None:
    """Return what became of a full name on a target; None for a name that the table does not know."""
    return _verdict(full, target)


def exists(full: str, target: Target) -> bool:
    """Tell whether a public full name can be used on a target; packages other than TensorFlow are taken to be there."""
    parts = split(full)
    if parts is None:
        return True
    api, name = parts
    bit = columns.bit(target)
    if api in {"private", "contrib"}:
        return False
    symbol = table.first(name) if api == "v1" or bit == FIRST_RELEASE else table.second(name)
    return symbol is not None and bool(symbol.columns & bit)


def parameters(full: str, target: Target) -> tuple[Parameter, ...] | None:
    """Return how a public full name is called on a target; None where that is not known."""
    parts = split(full)
    if parts is None:
        return None
    api, name = parts
    bit = columns.bit(target)
    symbol = table.first(name) if api == "v1" or bit == FIRST_RELEASE else table.second(name)
    return symbol.parameters_on(bit) if symbol is not None else None


def old_parameters(symbol: Symbol | None) -> tuple[Parameter, ...] | None:
    """Return how TensorFlow 1.15 calls a symbol; None where that is not known, or there is no symbol."""
    return symbol.parameters_on(FIRST_RELEASE) if symbol is not None else None


@functools.lru_cache(maxsize=table.MOST_REMEMBERED)
def _verdict(full: str, target: Target) -> Verdict | None:
    if full.startswith("tensorflow_core."):
        # Where 1.15 and 2.0 kept themselves; no other release has the package.
        found = verdict(f"tensorflow.{full.removeprefix('tensorflow_core.')}", target)
        if found is not None and found.fate in {"there", "shared"} and target.tensorflow > (2, 0):
            return found._replace(fate="renamed", api="private", same=f"tensorflow.{found.name}")
        return found
    parts = split(full)
    if parts is None:
        return None
    api, name = parts
    if api == "private":
        return _private(name, target)
    bit = columns.bit(target)
    one = table.first(name)
    if bit == FIRST_RELEASE:
        if one is None:
            return Verdict("removed", name, api) if table.second(name) is not None else None
        return Verdict("there" if one.columns & bit else "removed", name, api, one)
    if one is None and _is_told_of(name, api) and (api == "contrib" or table.second(name) is None):
        change = successor(name, target)
        return Verdict("renamed" if change else "removed", name, api, None, change=change, advice=_advice(name))
    if api == "v1":
        if one is None:
            return None
        return Verdict("there", name, api, one) if one.columns & bit else _old(name, api, one, target)
    two = table.second(name)
    if two is not None and two.columns & bit:
        if one is None or not one.columns & FIRST_RELEASE or one.kind == "module" or one.same_on(bit) == name:
            return Verdict("there", name, api, one)
        # Keras keeps classes of both APIs for Keras 2, which build the same layers with the same weights.
        if name.startswith("keras."):
            return Verdict("there", name, api, one)
        if not one.columns & bit:
            return Verdict("there", name, api, one)
        return _old(name, api, one, target)._replace(fate="shared")
    if one is not None and one.columns & FIRST_RELEASE:
        return _old(name, api, one, target)
    if two is not None:
        other = f"tensorflow.{two.alias}" if two.alias and exists(f"tensorflow.{two.alias}", target) else None
        return Verdict("renamed" if other else "removed", name, api, None, other, advice=_advice(name))
    return None


def _old(name: str, api: Api, one: Symbol, target: Target) -> Verdict:
    """Judge a TensorFlow 1 name that the target does not have under that name with that meaning."""
    bit = columns.bit(target)
    if one.alias and not one.columns & bit:
        through = verdict(f"tensorflow.{one.alias}", target)
        if through is not None:
            own = successor(name, target)
            if own is not None and own.to.startswith("tensorflow_probability."):
                # Its distributions do not mix with those that core still has.
                return Verdict("renamed", name, api, one, change=own)
            same = f"tensorflow.{one.alias}" if through.fate == "there" else through.same
            fate: Fate = "renamed" if through.fate in {"there", "shared"} else through.fate
            return through._replace(fate=fate, name=name, api=api, symbol=one, same=same)
    compat = f"tensorflow.compat.v1.{name}" if one.columns & bit else None
    same = one.same_on(bit) if api != "v1" else None
    found = Verdict(
        "compat",
        name,
        api,
        one,
        f"tensorflow.{same}" if same and same != name and exists(f"tensorflow.{same}", target) else None,
        successor(name, target),
        compat,
        _advice(name),
    )
    if found.same or (found.change is not None and found.change.to != f"tensorflow.{name}"):
        return found._replace(fate="renamed")
    if compat is not None:
        return found
    if one.columns & columns.bit(target._replace(keras="tf_keras")):
        by_its_own = api == "v1" or exists(f"tensorflow.{name}", target._replace(keras="tf_keras"))
        return found._replace(fate="keras2", compat=None if by_its_own else f"tensorflow.compat.v1.{name}")
    return found._replace(fate="removed")


def _private(name: str, target: Target) -> Verdict | None:
    """Judge a name of an implementation module by the public name of the same object."""
    one, two = table.private(name)
    if one is None and two is None:
        if table.lost(name) is not None:
            return Verdict("removed", name, "private", advice=_NEVER_PUBLIC)
        there = table.module_columns(name)
        if not there:
            return None
        fate: Fate = "there" if there & columns.bit(target) else "removed"
        return Verdict(fate, name, "private", advice="use the public API")
    symbol = table.first(one) if one else None
    if two is not None and exists(f"tensorflow.{two}", target):
        return Verdict("renamed", name, "private", symbol, f"tensorflow.{two}")
    if one is not None:
        through = verdict(f"tensorflow.{one}", target)
        if through is not None:
            return through._replace(
                fate="renamed" if through.fate in {"there", "shared"} else through.fate,
                name=name,
                api="private",
                same=through.same or (f"tensorflow.{one}" if through.fate == "there" else None),
            )
    return Verdict("removed", name, "private", symbol, advice=_advice(one or name))


def successor(name: str, target: Target) -> Change | None:
    """Return what was written down of a TensorFlow 1 name, or of a module round it, if the target has it."""
    from hublint.tfapi.change import Change

    change: Change | None = None
    if name.startswith("contrib."):
        from hublint.tfapi.contrib import find

        found = find(name)
        change = found if isinstance(found, Change) else None
    else:
        from hublint.tfapi.native import NATIVE, UNLISTED

        unlisted = UNLISTED.get(name)
        change = unlisted if isinstance(unlisted, Change) else NATIVE.get(name)
    return change if change is not None and _is_offered(change, target) else None


def module_successor(name: str, target: Target) -> Change | None:
    """Return what took over the whole module that a contrib name is in, where a better change does not fit a call."""
    from hublint.tfapi.contrib import MODULES

    module, behind = name, ""
    while "." in module:
        module, _, last = module.rpartition(".")
        behind = f".{last}{behind}"
        if module in MODULES:
            change = MODULES[module]._replace(to=MODULES[module].to + behind)
            return change if _is_offered(change, target) else None
    return None


def _is_offered(change: Change, target: Target) -> bool:
    fits = target.tensorflow >= change.since and (not change.keras or target.keras in change.keras)
    return fits and exists(change.to, target)


def _advice(name: str) -> str:
    """Return what to do about a name that nothing takes the place of; the longest name that has advice gives it."""
    from hublint.tfapi.change import Gone
    from hublint.tfapi.native import GONE, UNLISTED

    unlisted = UNLISTED.get(name)
    if isinstance(unlisted, Gone):
        return unlisted.advice
    if name.startswith("contrib"):
        from hublint.tfapi.contrib import find

        found = find(name)
        return found.advice if isinstance(found, Gone) else ""
    while name:
        gone = GONE.get(name)
        if gone is not None:
            return gone.advice
        name = name.rpartition(".")[0]
    return ""


def constants(name: str) -> Mapping[str, str]:
    """Return the plain values, as code, that the attributes of a class had which is gone."""
    from hublint.tfapi.native import CONSTANTS

    return CONSTANTS.get(name, {})


def narrower(name: str) -> str:
    """Return what a class of `tf.compat.v1` is the class of, if what TensorFlow 2 makes of that kind is no instance."""
    from hublint.tfapi.native import NARROWER

    return NARROWER.get(name, "")


def meaning(name: str) -> str:
    """Return what differs between TensorFlow 1's symbol and TensorFlow 2's of the same name, as a clause."""
    from hublint.tfapi.native import MEANING

    return MEANING.get(name, "")


__all__ = [
    "FIRST_RELEASE",
    "Api",
    "Fate",
    "Verdict",
    "constants",
    "exists",
    "known",
    "meaning",
    "module_successor",
    "narrower",
    "old_parameters",
    "parameters",
    "split",
    "successor",
    "verdict",
]
