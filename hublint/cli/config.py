"""`hublint config`."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from hublint.cli.check import add_rule_options, overrides
from hublint.cli.help import epilog
from hublint.config import (
    AUTO,
    KEYS,
    SETTINGS,
    TARGET_KEYS,
    read_table,
    shown,
    table_path_of,
    toml_list,
    toml_string,
)
from hublint.files import FileError, parse_toml, read_bytes
from hublint.requirements import Manifest
from hublint.session import Session
from hublint.target import Evidence, deciding, dotted, find_evidence, resolve, target_parts

if TYPE_CHECKING:
    import argparse

    from hublint.config import Settings
    from hublint.target import Target

_DESCRIPTION: Final = """\
Show the settings that hold for a file or folder, as a hublint.toml that says the same, each with where it comes from:
a settings file and its line, an option, what the project requires (auto), or the default.

Settings are read from the nearest hublint.toml, or pyproject.toml with a table [tool.hublint], and from what it
extends. Options are those of `hublint check`, to see what they change. Nothing is checked.
"""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "config",
        help="show the settings that hold for a file, and where each of them comes from",
        description=_DESCRIPTION,
        epilog=epilog(
            {
                "hublint config": "what holds in this folder",
                "hublint config src/train.py --target keras=tf_keras": "for one file, as an option changes it",
                "hublint config --output-format json": "for a program",
            },
            {"0": "the settings can be used", "2": "they cannot, or an option could not be used"},
        ),
    )
    parser.add_argument(
        "path", nargs="?", type=Path, default=Path(), metavar="PATH", help="a file or folder (default: .)"
    )
    add_rule_options(parser)
    parser.add_argument(
        "--output-format",
        choices=("toml", "json"),
        default="toml",
        help="toml: to be read; json: an object (default: %(default)s)",
    )
    parser.set_defaults(run=run)


class Origin(NamedTuple):
    """Where the value of a setting comes from."""

    kind: Literal["settings", "command line", "auto", "default"]
    file: Path | None = None
    line: int | None = None
    told: str = ""
    """The options of the command line, or why a value was chosen."""

    def __str__(self) -> str:
        """Return it as it is shown to a reader."""
        place = "" if self.file is None else shown(self.file) + ("" if self.line is None else f":{self.line}")
        if self.kind == "auto":
            return f"auto: {self.told}{f' ({place})' if place else ''}"
        if self.kind == "command line":
            return f"{place}{' and ' if place else ''}command line: {self.told}"
        return place or self.kind


class Shown(NamedTuple):
    """The settings of a path, ready to be shown."""

    settings: Settings
    values: dict[str, object]
    origins: dict[str, Origin]
    target: Target
    active: int
    every: int


def run(arguments: argparse.Namespace) -> int:
    """Print the settings and return the exit status."""
    path: Path = arguments.path
    if not path.exists():
        raise FileError(path, "there is no such file or folder")
    effective = _effective(path, arguments)
    if arguments.output_format == "json":
        import json

        print(json.dumps(document(path, effective), indent=2))
    else:
        print(text(path, effective), end="")
    return 0


def _effective(path: Path, arguments: argparse.Namespace) -> Shown:
    session = Session(overrides(arguments))
    settings = session.settings(path)
    folder = path if path.is_dir() else path.parent
    target = resolve(settings, folder).target
    values: dict[str, object] = {
        "select": settings.select,
        "ignore": settings.ignore,
        "extend-select": settings.extend_select,
        "exclude": (*settings.exclude, *arguments.exclude),
        "tensorflow": dotted(target.tensorflow),
        "keras": target.keras,
        "purpose": target.purpose,
        "level": target.level,
        "baseline": "" if settings.baseline is None else shown(settings.baseline),
        "per-file-ignores": {entry.pattern: entry.codes for entry in settings.per_file_ignores},
        "runtimes": {entry.name: os.fspath(entry.python) for entry in settings.runtimes},
    }
    found = _Origins(settings, folder, arguments)
    registry = session.registry(path / "program.py" if path.is_dir() else path)
    origins = {key: found.of(key) for key in values}
    return Shown(settings, values, origins, target, len(registry.rules), len(session.rules.rules))


class _Origins:
    """Looks up where settings come from."""

    def __init__(self, settings: Settings, folder: Path, arguments: argparse.Namespace) -> None:
        self._settings = settings
        self._folder = folder
        self._options = _options(arguments)
        files = [] if settings.source is None else [settings.source, *settings.extends]
        self._tables = {file: read_table(file, table_path_of(file)) or {} for file in files}

    def of(self, key: str) -> Origin:
        """Return where the value of a key comes from."""
        option = self._options.get(key)
        file = self._file(key)
        if key in TARGET_KEYS:
            value = getattr(self._settings, key)
            if option is not None and value != AUTO:
                return Origin("command line", told=option)
            if value == AUTO:
                return self._auto(key)
        elif option is not None:
            # --select takes the place of the settings' lists, the others are added to them.
            alone = key == "select" or (key == "extend-select" and "select" in self._options)
            if file is not None and not alone:
                return Origin("command line", file, line_of(file, key), option)
            return Origin("command line", told=option)
        if file is None or (key == "extend-select" and "select" in self._options):
            return Origin("default")
        return Origin("settings", file, line_of(file, key))

    def _file(self, key: str) -> Path | None:
        """Return the settings file that sets a key."""
        for file, table in self._tables.items():
            if key in table:
                return file
            if key == "extend-select" and "select" in table:
                return None
        return None

    def _auto(self, key: str) -> Origin:
        """Return why a part of the target was chosen that nobody sets."""
        if key in {"purpose", "level"}:
            return Origin("default")
        evidence = find_evidence(self._folder)
        target = resolve(self._settings, self._folder)
        if key == "keras":
            release = dotted(target.target.tensorflow)
            told = f"the Keras of TensorFlow {release}"
            return Origin(
                "auto", told=evidence.tf_keras if target.target.keras == "tf_keras" and evidence.tf_keras else told
            )
        return _required(evidence, target.reason.partition(";")[0])


def _required(evidence: Evidence, told: str) -> Origin:
    """Return the place in the requirements that a release was chosen for, if it is one."""
    demand = deciding(evidence.demands)
    if demand is None or demand.text not in told or not demand.path:
        return Origin("auto", told=told)
    file = Path(demand.path)
    try:
        manifest = Manifest(file.name, read_bytes(file))
    except FileError:
        return Origin("auto", told=told)
    spelled = demand.text.replace(" ", "")
    package = re.match(r"[\w.-]*", spelled)
    same = [entry for entry in manifest.entries if package is not None and entry.name == _canonical(package[0])]
    # In a table of Poetry's the entry is written as its name alone.
    exact = [entry for entry in same if entry.written.replace(" ", "") == spelled] or same
    lines = [manifest.text.count(b"\n", 0, entry.start) + 1 for entry in exact]
    return Origin("auto", file, lines[0] if lines else None, told)


def _canonical(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


def _options(arguments: argparse.Namespace) -> dict[str, str]:
    """Return the options that were given, by the setting that each decides."""
    named = {
        "select": arguments.select,
        "ignore": arguments.ignore,
        "extend-select": arguments.extend_select,
        "exclude": arguments.exclude or None,
    }
    options = {key: f"--{key}" for key, given in named.items() if given is not None}
    if arguments.target is not None:
        options |= dict.fromkeys(target_parts(arguments.target), "--target")
    if arguments.level is not None:
        options["level"] = "--level"
    return options


def line_of(file: Path, key: str) -> int | None:
    """Return the line of a settings file on which a key is set.

    What is tried is whether the file up to a line is a document that sets it, so that no layout of TOML is missed.
    """
    table_path = table_path_of(file)
    lines = read_bytes(file).decode("utf-8-sig").splitlines(keepends=True)

    def sets(number: int) -> bool | None:
        """Tell whether the first lines set the key; None if they end in the middle of something."""
        try:
            table: object = parse_toml("".join(lines[:number]))
        except ValueError:
            return None
        for name in table_path:
            table = table.get(name) if isinstance(table, dict) else None
        return isinstance(table, dict) and key in table

    for number, line in enumerate(lines, 1):
        if key not in line or sets(number - 1) is not False:
            continue
        for end in range(number, len(lines) + 1):
            found = sets(end)
            if found is not None:
                if found:
                    return number
                break
    return None


# Printing.


def text(path: Path, effective: Shown) -> str:
    """Return the settings as TOML, with a comment for each that says where it comes from."""
    settings, values, origins = effective.settings, effective.values, effective.origins
    lines = [f"# the settings of {path}", f"# {_sources(settings)}"]
    lines.append(f"# {effective.active} of {effective.every} rules are used; the target is {effective.target}")
    written = {key: f"{key} = {_toml(values[key])}" for key in KEYS if SETTINGS[key].holds != "table" and key in values}
    width = max(len(line) for line in written.values() if len(line) <= _WIDEST)
    lines += ["", *(f"{line:<{width}}  # {_told(key, origins[key], settings)}" for key, line in written.items())]
    for key in KEYS:
        table = values.get(key)
        if isinstance(table, dict) and table:
            lines += ["", f"[{key}]  # {_told(key, origins[key], settings)}"]
            lines += [f"{_key(name)} = {_toml(value)}" for name, value in table.items()]
    return "\n".join(lines) + "\n"


_WIDEST: Final = 60


def _sources(settings: Settings) -> str:
    if settings.source is None:
        return "no settings file: these are the defaults"
    return " extends ".join(shown(file) for file in (settings.source, *settings.extends))


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else toml_string(name)


def _toml(value: object) -> str:
    return toml_string(value) if isinstance(value, str) else toml_list(value)  # type: ignore[arg-type]


def _told(key: str, origin: Origin, settings: Settings) -> str:
    """Return where a setting comes from, and for patterns from where they count, if it is not from here."""
    folder = settings.folder_of(key)
    if SETTINGS[key].holds != "patterns" and key != "per-file-ignores":
        return str(origin)
    if origin.file is None or folder == Path.cwd():
        return str(origin)
    return f"{origin}, from {shown(folder)}/"


def document(path: Path, effective: Shown) -> dict[str, object]:
    """Return the settings for programs."""
    settings = effective.settings
    return {
        "path": os.fspath(path),
        "settings_file": None if settings.source is None else os.fspath(settings.source),
        "extends": [os.fspath(file) for file in settings.extends],
        "target": str(effective.target),
        "rules": {"used": effective.active, "all": effective.every},
        "settings": {
            key: {
                "value": list(value) if isinstance(value, tuple) else value,
                "origin": origin.kind,
                "file": None if origin.file is None else os.fspath(origin.file),
                "line": origin.line,
                "told": str(origin),
                **({"folder": os.fspath(settings.folder_of(key))} if key in {"exclude", "per-file-ignores"} else {}),
            }
            for key, value in effective.values.items()
            for origin in [effective.origins[key]]
        },
    }


__all__ = ["add_parser", "document", "line_of", "run", "text"]
