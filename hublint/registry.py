"""Finds the rules: the built-in pack and those of third parties, by the same door."""

from __future__ import annotations

import os
import sys
from functools import cached_property
from typing import TYPE_CHECKING

from hublint.source.types import spellings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from hublint.rule import Rule, Severity, Tag

BUILT_IN = "hublint_rules"
ENTRY_POINTS = "hublint.rules"

# The rules of which the engine itself speaks.
UNUSED_IGNORE = "HUB900"
CANNOT_PARSE = "HUB901"

# A server is asked of all that is ever typed behind `tf.`, most of which is no name.
_MOST_HEARD = 1 << 14


class RegistryError(Exception):
    """A rule pack that cannot be used, or a selection that names no rule; one sentence."""


class Registry:
    """Rules by code, and the indexes that the engine dispatches by.

    Attributes:
        rules: the active rules in the order of their codes.
        by_name: the rules that listen for each full name.
        by_package: the rules that listen for all names below a package.
        by_requirement: the rules that judge requirements on each distribution.
        known: the codes of all rules, active or not.
        listens: the full names that make a file worth reading, each with what else it then holds.
    """

    def __init__(
        self,
        rules: Iterable[Rule],
        known: Iterable[str] = (),
        listens: Iterable[tuple[str, tuple[str, ...]]] = (),
    ) -> None:
        """Index the rules.

        Args:
            rules: the active rules.
            known: the codes of all rules there are, where these are only some.
            listens: what all of them listen for, where one of these listens for no name of its own: what such a rule
                speaks of (a file that cannot be parsed, an unused ignore) depends on what the others listen for.

        Raises:
            RegistryError: if two rules share a code.
        """
        self.rules: list[Rule] = sorted(rules, key=lambda rule: rule.code)
        self.by_code: dict[str, Rule] = {}
        self.by_name: dict[str, list[Rule]] = {}
        self.by_package: dict[str, list[Rule]] = {}
        self.by_requirement: dict[str, list[Rule]] = {}
        for rule in self.rules:
            if rule.code in self.by_code:
                message = f"two rules share the code {rule.code}: {self.by_code[rule.code].name} and {rule.name}"
                raise RegistryError(message)
            self.by_code[rule.code] = rule
            for name in rule.names:
                if name.endswith(".*"):
                    self.by_package.setdefault(name[:-2], []).append(rule)
                else:
                    self.by_name.setdefault(name, []).append(rule)
            for package in rule.packages:
                self.by_requirement.setdefault(package, []).append(rule)
        self._heard: dict[str, tuple[Rule, ...] | None] = {}
        self._cards: dict[str, type[Rule] | None] = {}
        self.known: frozenset[str] = frozenset(known) | frozenset(self.by_code)
        own = ((name, rule.requires) for rule in self.rules for name in rule.names)
        self.listens: frozenset[tuple[str, tuple[str, ...]]] = frozenset((*listens, *own))
        roots = sorted({_root(name) or requires[0] for name, requires in self.listens if name != "*"})
        self.roots: tuple[str, ...] = tuple(
            root for root in roots if not any(root != other and other in root for other in roots)
        )
        """The shortest words of which every file with a finding holds one: `keras` also stands for `tf_keras`."""
        self.packages: frozenset[str] = frozenset(roots)
        """The packages whose names rules listen for."""
        self.wildcard: bool = "*" in self.by_name

    @cached_property
    def leaves(self) -> frozenset[str]:
        """The last parts of the names that rules listen for; nothing else in a file can concern a rule."""
        return leaves_of(self.by_name)

    @cached_property
    def words(self) -> dict[bytes, list[tuple[bytes, ...]]]:
        """What a file must spell to hold a finding: one of these words, with all the words of one of its groups."""
        return _words(self.listens)

    def listeners(self, name: str) -> tuple[Rule, ...] | None:
        """Return the rules that may have something to say about a package's name; None if none of them knows it."""
        try:
            return self._heard[name]
        except KeyError:
            answers = [(rule, rule.listens(name)) for rule in self.by_package.get(name.partition(".")[0], ())]
            unknown = all(answer is None for _, answer in answers)
            heard = None if unknown else tuple(rule for rule, answer in answers if answer)
        if len(self._heard) >= _MOST_HEARD:
            self._heard.clear()
        self._heard[name] = heard
        return heard

    def severity(self, code: str) -> Severity:
        """Tell how the findings of a code are shown, whether its rule is active or not."""
        card = self._card(code)
        return "warning" if card is None else card.severity

    def tags(self, code: str) -> tuple[Tag, ...]:
        """Tell what else the findings of a code say of the code that they mark, whether its rule is active or not."""
        card = self._card(code)
        return () if card is None else card.tags

    def _card(self, code: str) -> Rule | type[Rule] | None:
        """Return the rule of a code: an active one, else one of the built-in pack, such as the engine's own."""
        if code in self.by_code:
            return self.by_code[code]
        if code not in self._cards:
            self._cards[code] = _built_in(code)
        return self._cards[code]

    def select(self, select: Iterable[str], ignore: Iterable[str]) -> Registry:
        """Return the registry of the rules that codes or their prefixes choose; the longer prefix wins.

        Raises:
            RegistryError: if one of them stands for no rule.
        """
        select, ignore = tuple(select), tuple(ignore)
        for prefix in (*select, *ignore):
            if prefix != "ALL" and not any(code.startswith(prefix) for code in self.known):
                message = f"unknown rule code {prefix!r}; `hublint rule --all` lists them"
                raise RegistryError(message)

        def weight(prefixes: tuple[str, ...], code: str) -> int:
            return max((len(p) if p != "ALL" else 0 for p in prefixes if p == "ALL" or code.startswith(p)), default=-1)

        chosen = [rule for rule in self.rules if weight(select, rule.code) > weight(ignore, rule.code)]
        nameless = any(set(rule.names) <= {"*"} for rule in chosen)
        return Registry(chosen, self.known, self.listens if nameless else ())


def places(rules: Callable[[], Registry]) -> tuple[list[str], bool]:
    """Return the files and folders that hold the code of all rules, and whether there are other packs than our own.

    Args:
        rules: loads them, which is done only where there are other packs: who has made those is not seen before.

    Raises:
        RegistryError: if a pack cannot be loaded.
    """
    from importlib import import_module

    found = [*import_module(BUILT_IN).__path__]
    if not _any_entry_point():
        return found, False
    for name in sorted({type(rule).__module__ for rule in rules().rules}):
        packages = [".".join(name.split(".")[:depth]) for depth in range(1, name.count(".") + 2)]
        modules = [sys.modules[package] for package in packages if package in sys.modules]
        # The outermost that has a file: a namespace package has none, and its folders hold other people's code too.
        module = next((module for module in modules if module.__file__ is not None), None)
        if module is None or module.__file__ is None:
            continue
        here = os.path.dirname(module.__file__) if hasattr(module, "__path__") else module.__file__
        if here not in found:
            found.append(here)
    return found, True


def _built_in(code: str) -> type[Rule] | None:
    """Return the class of one rule of the built-in pack, without reading the files of the others."""
    from importlib import import_module

    try:
        found: type[Rule] | None = import_module(BUILT_IN).find(code)
    except ModuleNotFoundError as error:
        if error.name != BUILT_IN:
            raise
        return None
    return found


def _root(name: str) -> str:
    """Return the package of a full name; nothing where it may be any."""
    return name.partition(".")[0].partition("(")[0].partition("*")[0]


def leaves_of(names: Iterable[str]) -> frozenset[str]:
    """Return the last parts of full names, in every spelling that stands for them."""
    return frozenset(s.rpartition(".")[2] for name in names if name != "*" for s in spellings(name))


def _words(listens: Iterable[tuple[str, tuple[str, ...]]]) -> dict[bytes, list[tuple[bytes, ...]]]:
    """Return, for each last part of the names, which other words a file must spell too.

    Whatever way a name is imported, its parts stand somewhere in the file: but for `compat` and `v1`, which another
    listed name does without, and for classes, whose instances come from functions too.
    """
    groups: dict[bytes, set[frozenset[bytes]]] = {}
    for name, requires in listens:
        for spelling in spellings(name) if name != "*" and not name.endswith(".*") else ():
            *parts, leaf = spelling.split(".")
            spelled = (part for part in parts if part not in {"compat", "v1", "*"} and not part.endswith("()"))
            groups.setdefault(leaf.encode(), set()).add(frozenset(w.encode() for w in (*spelled, *requires)))
    return {
        leaf: [tuple(sorted(one)) for one in sorted(several, key=sorted) if not any(other < one for other in several)]
        for leaf, several in sorted(groups.items())
    }


def load(*, models: bool = True) -> Registry:
    """Load the built-in pack and every pack that an installed distribution offers under `hublint.rules`.

    Args:
        models: whether the built-in rules that judge models are wanted; if not, their codes are known all the same.

    Raises:
        RegistryError: if a pack cannot be imported or two rules share a code.
    """
    from importlib import import_module

    try:
        built_in = import_module(BUILT_IN)
    except ModuleNotFoundError as error:
        if error.name != BUILT_IN:
            raise
        message = f"{BUILT_IN}, hublint's own rules, is not installed; in a clone run `pip install -e .`"
        raise RegistryError(message) from None
    rules = [rule() for rule in built_in.rules(models=models)]
    known = () if models else built_in.codes()
    if _any_entry_point():
        from importlib.metadata import entry_points

        for point in sorted(entry_points(group=ENTRY_POINTS), key=lambda point: point.value):
            try:
                rules += [rule() for rule in point.load()()]
            except Exception as error:
                message = f"the rule pack {point.value!r} cannot be loaded: {error}"
                raise RegistryError(message) from error
    return Registry(rules, known)


def _any_entry_point() -> bool:
    """Tell whether any installed distribution speaks of our entry-point group.

    `importlib.metadata` takes longer to import than all the rest of a small run; most environments have no other pack.
    """
    wanted = ENTRY_POINTS.encode()
    for folder in sys.path:
        try:
            names = [name for name in os.listdir(folder or ".") if name.endswith((".dist-info", ".egg-info"))]
        except OSError:
            continue
        for name in names:
            try:
                with open(os.path.join(folder, name, "entry_points.txt"), "rb") as file:
                    if wanted in file.read():
                        return True
            except OSError:
                continue
    return False
