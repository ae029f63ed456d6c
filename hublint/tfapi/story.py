"""What there is to say of one TensorFlow name on one target: a sentence, and the facts behind it.

`hublint api` prints it; whatever shows documentation beside code can show the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from hublint.target import dotted
from hublint.tfapi import columns, table
from hublint.tfapi.graph import needs_graph
from hublint.tfapi.verdict import FIRST_RELEASE, exists, known, meaning, old_parameters, parameters, split, verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from hublint.target import Level, Target
    from hublint.tfapi.change import Change
    from hublint.tfapi.table import Kind, Parameter, Symbol
    from hublint.tfapi.verdict import Verdict

_SWITCH = "`TF_USE_LEGACY_KERAS=1` and tf_keras"


class UnknownNameError(LookupError):
    """A name that the table does not know; its text is one sentence for the user."""


class Place(NamedTuple):
    """A full name, and the releases that have it, as bits."""

    name: str
    releases: int

    def __str__(self) -> str:
        """Return the name with its releases: `tf.math.log (1.15 to 2.21)`."""
        return f"{short(self.name)} ({releases(self.releases)})"


class Call(NamedTuple):
    """How a full name is called, and where: on `tf=1.15`, or on a target."""

    where: str
    name: str
    parameters: tuple[Parameter, ...]

    def __str__(self) -> str:
        """Return the call as its definition would begin."""
        return f"{short(self.name)}({signature(self.parameters)})"


class Fact(NamedTuple):
    """One thing that is known, under a label of a word or three."""

    label: str
    text: str


class Story(NamedTuple):
    """What became of a name.

    Attributes:
        name: the full name that was asked for.
        target: what it was asked for.
        kind: what it is, as far as the table says.
        verdict: what became of it.
        native: the full name to write where TensorFlow 2's own is wanted; None where it stays or nothing is left.
        compat: the full name to write where least is to change; None as for `native`.
        keras2: whether these names take Keras 2, which the target does not have as `tf.keras`.
        origin: where it has been, as the first half of a sentence.
        now: what it is on the target, as the second half.
        places: the names that it goes by in either API, with the releases that have them.
        same: other names of the same implementation.
        calls: how it is called in TensorFlow 1.15, on the target, and how what takes its place is.
        keywords: keyword arguments that have another name on the target.
        facts: all of this in words, and what else is known.
    """

    name: str
    target: Target
    kind: Kind | None
    verdict: Verdict
    native: str | None
    compat: str | None
    keras2: bool
    origin: str
    now: str
    places: tuple[Place, ...]
    same: tuple[Place, ...]
    calls: tuple[Call, ...]
    keywords: Mapping[str, str]
    facts: tuple[Fact, ...]

    @property
    def sentence(self) -> str:
        """The answer in one line, without a full stop."""
        return f"{short(self.name)}: {self.origin}; on {aim(self.target)}: {self.now}"


def story(name: str, target: Target, *, contents: bool = True) -> Story:
    """Tell what became of a name, however it is spelled: `tf.log`, `tensorflow.log`, `contrib.slim`, `log`.

    Args:
        name: the name.
        target: what the code is to run on.
        contents: whether to tell of a module where its names went, which takes half a second for the largest.

    Raises:
        UnknownNameError: if no release of TensorFlow that hublint knows has such a name.
    """
    full = full_name(name)
    found = verdict(full, target)
    if found is None:
        # TensorFlow 2 may have given its first API a name that TensorFlow 1.15 did not have yet.
        api, plain = split(full) or ("plain", "")
        if api == "plain" and table.first(plain) is not None:
            full = f"tensorflow.compat.v1.{plain}"
            found = verdict(full, target)
    if found is None:
        raise UnknownNameError(_unknown(name))
    return _Teller(full, found, target, contents=contents).story()


def full_name(name: str) -> str:
    """Return the full name that somebody means: `tensorflow.log` for `tf.log` and for `log`."""
    head, dot, rest = name.strip().partition(".")
    if head in {"tensorflow", "tensorflow_core"}:
        return f"tensorflow{dot}{rest}"
    return f"tensorflow.{rest}" if head == "tf" and rest else f"tensorflow.{head}{dot}{rest}"


def short(full: str) -> str:
    """Return a full name as code that imports `tensorflow as tf` writes it."""
    if not f"{full}.".startswith("tensorflow.") or f"{full}.".startswith("tensorflow.python."):
        return full
    return f"tf{full.removeprefix('tensorflow')}"


def aim(target: Target) -> str:
    """Return the part of a target that decides which names it has."""
    return f"tf={dotted(target.tensorflow)},keras={target.keras}"


def releases(bits: int) -> str:
    """Return a set of columns in words: `1.15 to 2.15 and, with Keras 2, 2.16 to 2.21`."""
    by_keras: dict[str, list[str]] = {}
    for run in columns.written(bits).split():
        mark = run[-2:] if run.endswith(("k2", "k3")) else ""
        by_keras.setdefault(mark, []).append(run.removesuffix(mark).replace("-", " to "))
    told = [(f"with Keras {mark[1:]} in " if mark else "") + _listed(runs) for mark, runs in by_keras.items()]
    return " and ".join(told) or "no release"


def signature(listed: tuple[Parameter, ...]) -> str:
    """Return parameters as a definition lists them."""
    parts: list[str] = []
    keyword_only = False
    for parameter in listed:
        if parameter.keyword_only and not keyword_only and not any(one.star == "*" for one in listed):
            parts.append("*")
        keyword_only |= parameter.keyword_only
        default = "" if parameter.default is None else f"={parameter.default}"
        parts.append(f"{parameter.star}{parameter.name}{default}")
    return ", ".join(parts)


class _Teller:
    """Puts the story of one name together."""

    def __init__(self, full: str, found: Verdict, target: Target, *, contents: bool = False) -> None:
        self.full = full
        self.contents = contents
        self.target = target
        self.bit = columns.bit(target)
        self.one = found.symbol or (table.first(found.name) if found.api != "private" else None)
        self.two = table.second(found.name) if found.api == "plain" else None
        if self.bit == FIRST_RELEASE and found.api != "private" and self.one and self.one.columns & FIRST_RELEASE:
            # Rules are not asked about TensorFlow 1: there, what was there is there.
            found = found._replace(fate="there", same=None, change=None, compat=None)
        self.found = found
        self.keras2 = found.fate == "keras2"
        self.native = self._destination("native")
        self.compat = self._destination("compat")

    def story(self) -> Story:
        """Return all of it."""
        calls = tuple(self._calls())
        keywords = self._keywords()
        places = tuple(self._places())
        same = tuple(self._same())
        kind = self.two.kind if self.two is not None else self.one.kind if self.one is not None else None
        return Story(
            self.full,
            self.target,
            kind,
            self.found,
            self.native,
            self.compat,
            self.keras2,
            self._origin(),
            self._now(),
            places,
            same,
            calls,
            keywords,
            tuple(self._facts(kind, places, same, calls, keywords)),
        )

    def _destination(self, level: Level) -> str | None:
        """Return the name to write in place of one that is gone, as the rules choose it for a call that it fits."""
        found, change = self.found, self.found.change
        if found.fate == "there" or (found.fate == "keras2" and found.api == "v1"):
            return None
        if found.fate == "shared":
            return None if change is not None and change.to == f"tensorflow.{found.name}" else found.compat
        if found.same is not None and exists(found.same, self.target):
            return found.same
        if change is not None and (
            level == "native" or found.compat is None or (change.safe and change.to.startswith("tensorflow."))
        ):
            return change.to
        return found.compat

    # The sentence

    def _origin(self) -> str:
        found, name = self.found, self.found.name
        if found.api == "private":
            there = table.module_columns(name)
            if there:
                return f"an implementation module of TensorFlow {releases(there)}"
            one, two = table.private(name)
            if one is None or two is None or one == two:
                api = "" if two is not None else " in TensorFlow 1's API"
                return f"private, public as {short(f'tensorflow.{two or one}')}{api}"
            return f"private, public as tf.{one} in TensorFlow 1's API and as tf.{two} in TensorFlow 2's"
        first = table.first(name)
        old = first.columns if first is not None else 0
        if found.api == "v1":
            return f"in TensorFlow {releases(old)}"
        here = (old & FIRST_RELEASE) | (self.two.columns if self.two is not None else 0)
        later = old & columns.SECOND
        if self.two is None and later:
            return f"in TensorFlow 1.15, then as tf.compat.v1.{name} in {releases(later)}"
        return f"in TensorFlow {releases(here)}{' only' if here == FIRST_RELEASE else ''}"

    def _now(self) -> str:
        return {
            "there": self._there,
            "shared": self._shared,
            "renamed": self._renamed,
            "compat": self._compat,
            "keras2": self._keras2,
            "removed": self._removed,
        }[self.found.fate]()

    def _there(self) -> str:
        found, one = self.found, self.one
        if found.api == "private":
            return "there, but no part of the public API"
        old = one is not None and bool(one.columns & FIRST_RELEASE)
        if found.api == "v1" or self.bit == FIRST_RELEASE:
            return "there"
        if one is None or not old:
            return "there, one of TensorFlow 2's own"
        if one.kind == "module":
            return "there, a module"
        if one.same_on(self.bit) == found.name:
            now = parameters(self.full, self.target)
            changed = now is not None and now != old_parameters(one)
            return f"there, the same in both APIs{', with other parameters than in 1.15' if changed else ''}"
        return "there, but not shown to be what TensorFlow 1.15 had under this name"

    def _shared(self) -> str:
        found, change = self.found, self.found.change
        told = meaning(found.name)
        if change is not None and change.to == f"tensorflow.{found.name}":
            head = "there, another implementation"
            head += " that gave the same when both were run" if change.safe else ""
            head += _unless(change)
            conditional = change.refuses or change.chooses or not change.safe
            told = change.note if not change.safe and change.note else told if conditional else ""
        else:
            head = "there, but not what it was in TensorFlow 1"
            told = told or "another implementation, which was not shown to give the same"
        old = f"; the old one is {short(found.compat)}" if found.compat else ""
        return f"{head}{f' ({told})' if told else ''}{old}"

    def _renamed(self) -> str:
        found, change = self.found, self.found.change
        if found.same is not None and self.native == found.same:
            return f"is {short(found.same)}, the same implementation"
        if change is None:
            return self._compat()
        told = f"write {short(change.to)}{_with(change)}{_unless(change)}"
        note = f" ({change.note})" if change.note else ""
        old = f"; unchanged it is {short(found.compat)}" if found.compat and found.compat != change.to else ""
        return f"{told}{note}{old}"

    def _compat(self) -> str:
        if self.found.compat is None:
            return self._removed()
        how = ", in graph mode" if needs_graph(self.found.compat.removeprefix("tensorflow.compat.v1.")) else ""
        return f"only as {short(self.found.compat)}{how}"

    def _keras2(self) -> str:
        found = self.found
        name = f", as {short(found.compat)}" if found.compat and found.api != "v1" else ""
        return f"needs {_SWITCH}{name}"

    def _removed(self) -> str:
        there = 0
        for place in self._places():
            there |= place.releases
        if there and there & -there > self.bit:
            first = columns.COLUMNS[(there & -there).bit_length() - 1]
            return f"not there yet, it begins with TensorFlow {dotted(first.release)}"
        if exists(self.full, _with_keras_2(self.target)):
            return f"needs {_SWITCH}"
        gone = "gone as a module" if self.one is not None and self.one.kind == "module" else "gone"
        if self.found.advice:
            return f"{gone}; {_dated(self.found.advice, self.target)}"
        instead = f"tensorflow.{self.one.instead}" if self.one is not None and self.one.instead else ""
        if instead and self.one is not None and exists(instead, self.target):
            return f"{gone}; TensorFlow {releases(self.one.deprecated)} pointed to {short(instead)}"
        return f"{gone}; nothing takes its place"

    # The facts

    def _places(self) -> Iterator[Place]:
        name = self.found.name
        if self.found.api == "private":
            there = table.module_columns(name)
            if there:
                yield Place(f"tensorflow.{name}", there)
            one, two = table.private(name)
            first, second = table.first(one) if one else None, table.second(two) if two else None
            if first is not None:
                yield from _of_first(first)
            if second is not None:
                yield Place(f"tensorflow.{second.name}", second.columns)
            return
        first = table.first(name)
        second = table.second(name)
        old = first.columns & FIRST_RELEASE if first is not None else 0
        plain = old | (second.columns if second is not None else 0)
        if plain:
            yield Place(f"tensorflow.{name}", plain)
        if first is not None and first.columns & columns.SECOND:
            yield Place(f"tensorflow.compat.v1.{name}", first.columns & columns.SECOND)

    def _same(self) -> Iterator[Place]:
        if self.one is None:
            return
        for name, bits in self.one.same:
            if name != self.found.name:
                yield Place(f"tensorflow.{name}", bits)
        alias = table.first(self.one.alias) if self.one.alias else None
        if alias is not None:
            yield from _of_first(alias)

    def _calls(self) -> Iterator[Call]:
        found, target = self.found, self.target
        seen: set[tuple[str, tuple[Parameter, ...]]] = set()
        old = old_parameters(self.one)
        if old is not None and self.one is not None:
            first = self.one.name if found.api == "private" else found.name
            yield Call("tf=1.15", f"tensorflow.{first}", old)
            if self.bit == FIRST_RELEASE:
                return
        with_keras = _with_keras_2(target) if self.keras2 else target
        where = aim(with_keras)
        itself = [self.full] if exists(self.full, target) else []
        for name in (*itself, self.native, self.compat, found.compat):
            now = parameters(name, with_keras) if name is not None and exists(name, with_keras) else None
            if name is not None and now is not None and (name, now) not in seen:
                seen.add((name, now))
                yield Call(where, name, now)

    def _goes_to(self) -> tuple[str, Change | None] | None:
        """Return the name that a call is written with on the target at the level native, and by which change."""
        found = self.found
        if found.fate == "shared" and found.change is not None and found.change.to == f"tensorflow.{found.name}":
            return found.change.to, found.change
        if self.native is not None:
            by = found.change if found.change is not None and found.change.to == self.native else None
            return self.native, by
        return (self.full, None) if exists(self.full, self.target) else None

    def _now_parameters(self) -> tuple[Parameter, ...] | None:
        goes = self._goes_to()
        with_keras = _with_keras_2(self.target) if self.keras2 else self.target
        return parameters(goes[0], with_keras) if goes is not None else None

    def _keywords(self) -> Mapping[str, str]:
        goes, now = self._goes_to(), self._now_parameters()
        change = goes[1] if goes is not None else None
        written = change.keywords if change is not None else {}
        if now is None:
            return written
        renamed = {**(self.one.keywords if self.one is not None else {}), **written}
        names = {parameter.name for parameter in now}
        return {old: new for old, new in renamed.items() if new in names and old not in names}

    def _facts(
        self,
        kind: Kind | None,
        places: tuple[Place, ...],
        same: tuple[Place, ...],
        calls: tuple[Call, ...],
        keywords: Mapping[str, str],
    ) -> Iterator[Fact]:
        if kind is not None:
            yield Fact("kind", kind)
        for place in places:
            yield Fact("releases", str(place))
        if same:
            yield Fact("same implementation", ", ".join(map(str, same)))
        for call in calls:
            label = {"tf=1.15": "called in 1.15", aim(self.target): "called on target"}.get(call.where)
            yield Fact(label or "called with tf_keras", str(call))
        if keywords:
            yield Fact("keywords renamed", ", ".join(f"{old} is {new}" for old, new in keywords.items()))
        moved = self._positions(keywords)
        if moved:
            yield Fact("by position", ", ".join(moved))
        yield from self._change()
        yield from self._deprecation()
        graph = (
            self.one is not None and self.found.fate in {"compat", "renamed", "keras2", "shared"}
        ) and self.one.name
        if graph and self.found.compat and needs_graph(graph):
            yield Fact("graph", f"{short(self.found.compat)} only does its work while a graph is built")
        if kind == "module" and self.contents:
            yield from _contents(self.full, self.target)

    def _positions(self, keywords: Mapping[str, str]) -> list[str]:
        """Return which positions stand for another parameter than in TensorFlow 1.15."""
        goes, now = self._goes_to(), self._now_parameters()
        old = old_parameters(self.one)
        if goes is None or now is None or old is None:
            return []
        before = [p for p in old if not p.keyword_only and not p.star]
        after = [p for p in now if not p.keyword_only and not p.star]
        found = []
        for at, parameter in enumerate(before):
            meant = keywords.get(parameter.name, parameter.name)
            there = after[at].name if at < len(after) else None
            if there != meant and there is not None:
                found.append(f"{at + 1} was {parameter.name} and is {there}")
        return found

    def _change(self) -> Iterator[Fact]:
        goes = self._goes_to()
        change = goes[1] if goes is not None else None
        if change is None:
            return
        for old, expression in change.values.items():
            value = re.sub(r"\b_\b", old, expression).replace("tensorflow.", "tf.")
            yield Fact("values changed", f"{change.keywords.get(old, old)} is {value}")
        if change.adds:
            yield Fact("arguments added", _added(change))
        if change.drops:
            yield Fact("without effect", ", ".join(sorted(change.drops)))
        if change.refuses:
            yield Fact("nothing equal for", ", ".join(sorted(change.refuses)))

    def _deprecation(self) -> Iterator[Fact]:
        symbol = self.two if self.found.api == "plain" and self.two is not None and self.two.deprecated else self.one
        if symbol is None or not symbol.deprecated:
            return
        told = f"by TensorFlow {releases(symbol.deprecated)}"
        told += f", to be removed after {symbol.removal}" if symbol.removal else ""
        if symbol.instead:
            instead = f"tensorflow.{symbol.instead}"
            parent = instead.rpartition(".")[0]
            there = exists(instead, self.target) or (_is_class(parent) and exists(parent, self.target))
            told += f", in favour of {short(instead)}{'' if there else ', which the target does not have'}"
        yield Fact("deprecated", told)


def _of_first(symbol: Symbol) -> Iterator[Place]:
    if symbol.columns & FIRST_RELEASE:
        yield Place(f"tensorflow.{symbol.name}", FIRST_RELEASE)
    if symbol.columns & columns.SECOND:
        yield Place(f"tensorflow.compat.v1.{symbol.name}", symbol.columns & columns.SECOND)


def _with_keras_2(target: Target) -> Target:
    return target._replace(keras="tf_keras") if target.keras3 else target


def _dated(advice: str, target: Target) -> str:
    """Return advice with the releases of what it names and the target does not have: advice is for the newest."""
    missing = []
    for name in dict.fromkeys(re.findall(r"`tf\.([\w.]*\w)", advice)):
        api, plain = split(f"tensorflow.{name}") or ("plain", name)
        symbol = None
        while symbol is None and plain:
            symbol = table.first(plain) if api == "v1" else table.second(plain)
            plain = plain.rpartition(".")[0] if symbol is None else plain
        if symbol is not None and not symbol.columns & columns.bit(target):
            owner = f"tensorflow.{'compat.v1.' if api == 'v1' else ''}{plain}"
            missing.append(f"{short(owner)}: TensorFlow {releases(symbol.columns & columns.SECOND)}")
    return f"{advice} ({'; '.join(missing)})" if missing else advice


def _is_class(full: str) -> bool:
    symbol = table.second(full.removeprefix("tensorflow."))
    return symbol is not None and symbol.kind == "class"


def _unless(change: Change) -> str:
    if change.chooses:
        by, *others = change.chooses
        return f", unless {_names(others)} are given and `{by}` may choose more than single elements"
    if not change.refuses:
        return ""
    return f", unless {_names(change.refuses)} {'is' if len(change.refuses) == 1 else 'are'} given"


def _with(change: Change) -> str:
    return f" with {_added(change)}" if change.adds else ""


def _added(change: Change) -> str:
    return ", ".join(f"{name}={text.replace('tensorflow.', 'tf.')}" for name, text in change.adds.items())


def _listed(parts: list[str]) -> str:
    return " and ".join((", ".join(parts[:-1]), parts[-1])) if parts[1:] else parts[0]


def _names(parts: Iterable[str]) -> str:
    return _listed([f"`{part}`" for part in sorted(parts)])


# Modules


def _contents(full: str, target: Target) -> Iterator[Fact]:
    """Tell how many names a module has, and where they went."""
    api, module = split(full) or ("plain", "")
    behind = f"{module}."
    old = table.first(module)
    first = old is not None and bool(old.columns & FIRST_RELEASE)
    prefix = "tensorflow.compat.v1." if api == "v1" else "tensorflow."
    names = [name for name in table.names(1 if first or api == "v1" else 2) if name.startswith(behind)]
    went: dict[str, int] = {}
    total = 0
    for name in names:
        found = verdict(f"{prefix}{name}", target)
        if found is None or (found.symbol is not None and found.symbol.kind == "module"):
            continue
        total += 1
        teller = _Teller(f"{prefix}{name}", found, target)
        to = teller.native if target.level == "native" else teller.compat
        where = _destination_of(teller.found.fate, to, _SWITCH)
        went[where] = went.get(where, 0) + 1
    if total:
        told = sorted(went.items(), key=lambda pair: (-pair[1], pair[0]))
        listed = ", ".join(f"{number} {where}" for where, number in told)
        since = "1.15" if first else "2"
        yield Fact("names below", f"{total} in TensorFlow {since}, modules not counted: {listed}")


def _destination_of(fate: str, to: str | None, switch: str) -> str:
    if fate == "there" or (fate == "shared" and to is None):
        return "there"
    if fate == "keras2":
        return f"with {switch}"
    if to is None:
        return "gone"
    if to.startswith("tensorflow.compat.v1."):
        return "in tf.compat.v1"
    return "elsewhere in tf" if to.startswith("tensorflow.") else f"in {to.partition('.')[0]}"


# Names that nobody knows


def _unknown(name: str) -> str:
    """Say that a name is not known, and which it may have been."""
    full = full_name(name)
    wanted = (split(full) or ("plain", full))[1]
    parent = wanted.rpartition(".")[0]
    symbol = table.first(parent) or table.second(parent) if parent else None
    if symbol is not None and symbol.kind == "class":
        return f"{name!r}: the table has classes without their attributes; ask for {short(f'tensorflow.{parent}')}"
    near = [short(f"tensorflow.{one}") for one in close_names(wanted)]
    while parent and not known(f"tensorflow.{parent}"):
        parent = parent.rpartition(".")[0]
    hint = "write a public name, such as tf.layers.dense"
    if near:
        hint = f"did you mean {' or '.join(filter(None, (', '.join(near[:-1]), near[-1])))}?"
    elif parent:
        hint = f"the nearest that is known is {short(f'tensorflow.{parent}')}"
    return f"no TensorFlow from 1.15 on has {name!r}; {hint}"


def close_names(wanted: str, number: int = 3) -> list[str]:
    """Return names, without `tensorflow.`, that are close to one that the table does not know.

    Those that end alike come first, then what the same module has, then what is written almost alike.
    """
    import difflib

    names = sorted({*table.names(1), *table.names(2)})
    parent, _, leaf = wanted.rpartition(".")
    behind = f".{leaf.lower()}"
    alike = [name for name in names if f".{name.lower()}".endswith(behind)]
    if alike:
        # The nearest by the whole name; TensorFlow 2's own and short ones before those that are deep in contrib.
        rated = sorted(
            alike, key=lambda one: (-difflib.SequenceMatcher(None, wanted, one).ratio(), one.count("."), one)
        )
        return rated[:number]
    while parent:
        siblings = [name for name in names if name.startswith(f"{parent}.")]
        near = difflib.get_close_matches(wanted, siblings, n=number, cutoff=0.75)
        if near:
            return near
        parent = parent.rpartition(".")[0]
    size = len(wanted)
    some = [name for name in names if name[:1].lower() == wanted[:1].lower() and abs(len(name) - size) <= 2]
    return difflib.get_close_matches(wanted, some, n=number, cutoff=0.8)


__all__ = [
    "Call",
    "Fact",
    "Place",
    "Story",
    "UnknownNameError",
    "aim",
    "close_names",
    "full_name",
    "releases",
    "short",
    "signature",
    "story",
]
