"""Compiles what the releases say of themselves into the table's text files."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from hublint.tfapi.columns import COLUMNS, SECOND, read, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

Symbol = dict[str, Any]
World = dict[str, Symbol]

_KINDS = {"class": "c", "function": "f", "module": "m", "value": "v"}

# Names that are public and that nobody should be sent to while there is another.
_LAST_RESORT = re.compile(r"(^|\.)(experimental|raw_ops|keras|contrib|compat|backend|python_io|manip)\.")


# Public, but nothing that an implementation module's user meant.
_NO_DESTINATION = re.compile(r"contrib\.|raw_ops\.")

# Modules that TensorFlow generated, and programs of its own: nobody's code takes names from there.
_NO_SOURCE = re.compile(r"(^|\.)(api|_api|gen_\w+|_?pywrap_\w+|examples|debug|tools|benchmarks?)(\.|$)|_test\w*$")


def compile_tables(raw: Path, data: Path) -> None:
    """Write `v1.tsv`, `v2.tsv`, `private.tsv` and `modules.tsv` into the folder `data`."""
    releases = [json.loads((raw / f"{column}.json").read_text(encoding="utf-8")) for column in COLUMNS]
    for release in releases:
        for world in ("v1", "v2"):
            release["worlds"].setdefault(world, {})
            release["worlds"][world] = _settled(release["worlds"][world])
    data.mkdir(exist_ok=True)
    _write(data / "v1.tsv", _rows(releases, "v1"))
    _write(data / "v2.tsv", _rows(releases, "v2"))
    _write(data / "private.tsv", _private_rows(releases))
    _write(data / "modules.tsv", _module_rows(releases))


def compile_lost(old: dict[str, Any], new: dict[str, Any], data: Path) -> None:
    """Write `lost.tsv`: what implementation modules held in TensorFlow 1.15 and do not any more.

    `private.tsv` has what modules give; this has what they merely held, too: public objects, which newer releases do
    not have there or have another one, and what only the module had, which newer releases do not. It is made of what
    two releases say of their modules and of the other tables in `data`.
    """
    given = {module: {part.partition("=")[0] for part in names.split(" ")} for module, names in _lines(data, "private")}
    coverage = Counter({name: read(fields.split("\t")[1]).bit_count() for name, fields in _lines(data, "v1")})
    lines = [f"#\tin TensorFlow {old['release']} and not in {new['release']}; made by hublint.tfapi.regenerate.lost"]
    for module, held in old["modules"].items():
        short = module.removeprefix("tensorflow.")
        if _NO_SOURCE.search(short):
            continue
        now = new["modules"].get(module, {"names": (), "public": {}})
        parts = {name: f"{name}=" for name in held["own"] if name not in now["names"]}
        for name, public in held["public"].items():
            candidates = [one for one in public if not _NO_DESTINATION.match(one)] if name not in now["public"] else []
            if name in parts:
                candidates = candidates or [one for one in public if one.startswith("contrib.")]
            if candidates:
                best = min(candidates, key=lambda one: _worse_public(one, name, coverage))
                parts[name] = name if best == name else f"{name}={best}"
        entries = [parts[name] for name in sorted(parts.keys() - given.get(short, set()))]
        if entries:
            lines.append(f"{short}\t{' '.join(entries)}")
    _write(data / "lost.tsv", lines)


def compile_absent(new: dict[str, Any], data: Path) -> None:
    """Write `absent.tsv`: what the other tables list of an implementation module, and the newest release's has not."""
    listed: defaultdict[str, set[str]] = defaultdict(set)
    for name in ("private", "lost"):
        for module, entries in _lines(data, name):
            # What has no public name and is lost is lost for good.
            listed[module] |= {entry.partition("=")[0] for entry in entries.split(" ") if not entry.endswith("=")}
    lines = [f"#\tnot in TensorFlow {new['release']}; made by hublint.tfapi.regenerate.lost"]
    for module, names in listed.items():
        now = new["modules"].get(f"tensorflow.{module}")
        # One that was moved gives all that the module has which took its place.
        if now is None or "__getattr__" in now["names"]:
            continue
        gone = sorted(names - set(now["names"]))
        if gone:
            lines.append(f"{module}\t{' '.join(gone)}")
    _write(data / "absent.tsv", lines)


def _lines(data: Path, table: str) -> Iterator[tuple[str, str]]:
    """Yield the first field of each line of a table, and the rest."""
    for line in (data / f"{table}.tsv").read_text(encoding="utf-8").splitlines():
        name, _, rest = line.partition("\t")
        yield name, rest


def _settled(world: World) -> World:
    """Leave out what a release lists and cannot give, and what it calls internal."""
    return {
        name: symbol
        for name, symbol in world.items()
        if symbol["kind"] != "broken" and not name.startswith(("__internal__", "__operators__"))
    }


def _write(path: Path, rows: Iterable[str]) -> None:
    # Sorted by bytes: look-ups are binary searches in the file's own text.
    lines = sorted(row.encode() for row in rows)
    path.write_bytes(b"\n".join(lines) + b"\n")


def _rows(releases: list[dict[str, Any]], world: str) -> Iterator[str]:
    """Yield `name, kind, columns, same implementation, parameters, keywords, deprecation` with tabs between."""
    sames = [_same(release["worlds"]) for release in releases] if world == "v1" else []
    coverage = Counter(name for release in releases for name in release["worlds"]["v2"])
    aliases = _aliases(releases) if world == "v1" else _later_names(releases)
    for name in sorted({name for release in releases for name in release["worlds"][world]}):
        found = [release["worlds"][world].get(name) for release in releases]
        kind = next(_KINDS[symbol["kind"]] for symbol in reversed(found) if symbol)
        parts = [
            name,
            kind,
            written(_bits(bool(symbol) for symbol in found)),
            " ".join(
                filter(
                    None,
                    (
                        _same_runs(name, _bits(map(bool, found)), [same.get(name, ()) for same in sames], coverage),
                        aliases.get(name),
                    ),
                )
            ),
            _parameter_runs(found),
            _keywords(name, found, releases) if world == "v1" else "",
            _deprecation(found),
        ]
        yield "\t".join(parts).rstrip("\t")


def _bits(flags: Iterable[bool]) -> int:
    return sum(1 << at for at, flag in enumerate(flags) if flag)


def _identity(symbol: Symbol) -> object:
    """Return what two names of one implementation have in common.

    TensorFlow wraps some functions again for one of its modules (`tf.math.abs` is not `tf.compat.v1.math.abs`): where
    module, name and parameters agree, it is one function.
    """
    home = symbol.get("from")
    if home and "<" not in home and symbol.get("parameters") is not None:
        return home, symbol["parameters"]
    return symbol.get("object")


def _same(worlds: dict[str, World]) -> dict[str, tuple[str, ...]]:
    """Return, for each TensorFlow 1 name, the TensorFlow 2 names of the same implementation."""
    by_identity: dict[object, list[str]] = defaultdict(list)
    by_object: dict[object, list[str]] = defaultdict(list)
    for name, symbol in worlds["v2"].items():
        # A function of `raw_ops` looks like the one it wraps, and takes keyword arguments only.
        if symbol["kind"] == "module" or name.startswith("raw_ops."):
            continue
        by_identity[_identity(symbol)].append(name)
        by_object[symbol.get("object")].append(name)
    same: dict[str, tuple[str, ...]] = {}
    for name, symbol in worlds["v1"].items():
        if symbol["kind"] == "module" or name.startswith("raw_ops."):
            same[name] = (name,) if worlds["v2"].get(name, {}).get("kind") == symbol["kind"] else ()
        elif "object" not in symbol:
            # Equal constants say nothing of one another; one of the same name is the same.
            same[name] = (name,) if worlds["v2"].get(name, {}).get("kind") == "value" else ()
        else:
            names = {*by_identity[_identity(symbol)], *by_object[symbol["object"]]}
            same[name] = tuple(sorted(names))
    return same


def _aliases(releases: list[dict[str, Any]]) -> dict[str, str]:
    """Return, for names that the newest release does not have, another one of the same implementation, as `=name`.

    One that the newest release has, if there is one; for names gone since 1.15 else one that was there longer.
    """
    world = releases[0]["worlds"]["v1"]
    newest = {name for release in releases[-2:] for name in release["worlds"]["v1"]}
    later = {name for release in releases[1:] for name in release["worlds"]["v1"]}
    coverage = Counter(name for release in releases for name in release["worlds"]["v1"])
    by_object: dict[object, list[str]] = defaultdict(list)
    for name in later & world.keys():
        if "object" in world[name]:
            by_object[world[name]["object"]].append(name)
    aliases: dict[str, str] = {}
    for name, symbol in world.items():
        others = by_object.get(symbol.get("object"), []) if name not in newest else []
        lasting = [other for other in others if other in newest] or (others if name not in later else [])
        if lasting:
            aliases[name] = "=" + min(lasting, key=lambda one: _worse_public(one, name.rpartition(".")[2], coverage))
    return aliases


def _later_names(releases: list[dict[str, Any]]) -> dict[str, str]:
    """Return, for TensorFlow 2 names that the newest release does not have, one of the same implementation it has."""
    newest = {name for release in releases[-2:] for name in release["worlds"]["v2"]}
    coverage = Counter(name for release in releases for name in release["worlds"]["v2"])
    found: dict[str, str] = {}
    for release in reversed(releases):
        world: World = release["worlds"]["v2"]
        others: dict[object, list[str]] = defaultdict(list)
        for name in world.keys() & newest:
            if "object" in world[name]:
                others[world[name]["object"]].append(name)
        for name, symbol in world.items():
            named = others.get(symbol.get("object"), ())
            if name not in newest and name not in found and named:
                leaf = name.rpartition(".")[2]
                found[name] = "=" + min(named, key=lambda one: _worse_public(one, leaf, coverage))
    return found


def _same_runs(name: str, there: int, sames: list[tuple[str, ...]], coverage: Counter[str]) -> str:
    """Return the best TensorFlow 2 name for each column, `nn.relu` or `a@2.0-2.15 b@2.16-2.21`."""
    left = {at for at, names in enumerate(sames) if names}
    runs: list[str] = []
    everywhere = written(there & SECOND)
    while left:
        counted = Counter(candidate for at in left for candidate in sames[at])
        best = min(counted, key=lambda one: (one != name, -counted[one], *_worse(one, name, coverage)))
        columns = {at for at in left if best in sames[at]}
        where = written(_bits(at in columns for at in range(len(COLUMNS))))
        runs.append(best if where == everywhere else f"{best}@{where.replace(' ', ',')}")
        left -= columns
    return " ".join(runs)


def _worse(name: str, old: str, coverage: Counter[str]) -> tuple[object, ...]:
    """Order the names of one implementation: the one to write comes first."""
    leaf = old.rpartition(".")[2]
    return (
        _LAST_RESORT.search(name) is not None,
        -coverage[name],
        name.rpartition(".")[2] not in leaf and leaf not in name,
        -name.count("."),  # `math.log` is where it belongs, `log` an old alias
        len(name),
        name,
    )


def _parameter_runs(found: list[Symbol | None]) -> str:
    """Return how a symbol is called, `x, name=None`, or several with their columns, `[1.15] x | [2.0-2.21] x, y`."""
    by_text: dict[str, int] = {}
    for at, symbol in enumerate(found):
        if symbol and symbol.get("parameters") is not None:
            by_text[symbol["parameters"]] = by_text.get(symbol["parameters"], 0) | 1 << at
    if not by_text:
        return ""
    if len(by_text) == 1 and all(not symbol or symbol.get("parameters") is not None for symbol in found):
        return f"({next(iter(by_text))})"
    return " | ".join(f"[{written(bits)}] ({text})" for text, bits in by_text.items())


def _keywords(name: str, found: list[Symbol | None], releases: list[dict[str, Any]]) -> str:
    """Return which keywords became which, `keep_dims>keepdims`, by TensorFlow's own upgrade script.

    Only what the old symbol takes is kept, and what something takes for it: the same symbol, in TensorFlow 1.15 or 2.
    """
    renamed: dict[str, str] = {}
    taken = _names(found[0]) if found[0] else set()
    for release in reversed(releases):
        given: dict[str, str | None] = release["upgrade"].get("keywords", {}).get(f"tf.{name}", {})
        for old, new in given.items():
            if old in taken and new and old not in renamed:
                second = _names(release["worlds"]["v2"].get(name))
                if new in taken or new in second:
                    renamed[old] = new
    return " ".join(f"{old}>{new}" for old, new in sorted(renamed.items()) if old != new)


def _names(symbol: Symbol | None) -> set[str]:
    parameters = (symbol or {}).get("parameters") or ""
    return {part.partition("=")[0].strip() for part in re.sub(r"=\([^)]*\)|=\[[^\]]*\]", "", parameters).split(",")}


def _deprecation(found: list[Symbol | None]) -> str:
    """Return in which columns a symbol says that it goes, and what it names in its place."""
    noted = [symbol.get("deprecated") if symbol else None for symbol in found]
    if not any(noted):
        return ""
    last = next(note for note in reversed(noted) if note)
    instead = next((note["instead"] for note in reversed(noted) if note and "instead" in note), "")
    when = last["removed"].rpartition(" ")[2]
    return f"{written(_bits(bool(note) for note in noted))}{f' {when}' if when[:1].isdigit() else ''}" + (
        f" >{instead}" if instead else ""
    )


def _private_rows(releases: list[dict[str, Any]]) -> Iterator[str]:
    """Yield for each implementation module the public names of what it gives: `module, name=1:public name=2:public`.

    `1:` is a TensorFlow 1 name (which `tensorflow.compat.v1` has, too), `2:` a TensorFlow 2 name; a name that is both
    stands without.
    """
    given: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    coverage = {
        world: Counter(name for release in releases for name in release["worlds"][world]) for world in ("v1", "v2")
    }
    for release in reversed(releases):
        for world in ("v1", "v2"):
            names: dict[int, list[str]] = defaultdict(list)
            for name, symbol in release["worlds"][world].items():
                if "object" in symbol:
                    names[symbol["object"]].append(name)
            for home, attributes in release["private"].items():
                module = home.replace("tensorflow_core.", "tensorflow.", 1)
                if not module.startswith("tensorflow."):
                    continue
                for attribute, number in attributes.items():
                    candidates = [name for name in names.get(number, ()) if not _NO_DESTINATION.match(name)]
                    if candidates:
                        best = min(candidates, key=lambda one: _worse_public(one, attribute, coverage[world]))
                        given[module][attribute].setdefault(world, best)
    for module, public in given.items():
        parts = []
        for attribute, by_world in sorted(public.items()):
            first, second = by_world.get("v1"), by_world.get("v2")
            if first == second and first is not None:
                parts.append(attribute if first == attribute else f"{attribute}={first}")
            else:
                marks = [f"{mark}:{name}" for mark, name in (("1", first), ("2", second)) if name]
                parts.append(f"{attribute}={','.join(marks)}")
        yield f"{module.removeprefix('tensorflow.')}\t{' '.join(parts)}"


def _worse_public(name: str, attribute: str, coverage: Counter[str]) -> tuple[object, ...]:
    """Order the public names of a private one: the shortest that still says the same comes first."""
    return (
        _LAST_RESORT.search(name) is not None,
        name.rpartition(".")[2] != attribute,
        -coverage[name],
        name.count("."),
        len(name),
        name,
    )


def _module_rows(releases: list[dict[str, Any]]) -> Iterator[str]:
    """Yield which releases have each module below `tensorflow.python`."""
    bits: dict[str, int] = defaultdict(int)
    for at, release in enumerate(releases):
        for module in release["modules"]:
            bits[module.removeprefix("tensorflow.")] |= 1 << at
    for module, columns in bits.items():
        yield f"{module}\t{written(columns)}"
