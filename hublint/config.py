"""The settings of a project: `[tool.hublint]` in pyproject.toml, or hublint.toml."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from hublint.files import FileError, parse_toml, read_bytes
from hublint.target import (
    FIRST_WITH_KERAS_3,
    LAST_TENSORFLOW_1,
    NEWEST_TENSORFLOW,
    Target,
    TargetError,
    dotted,
    parse_keras,
    parse_level,
    parse_purpose,
    parse_tensorflow,
    require_consistent,
    target_parts,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

AUTO: Final = "auto"


class Setting(NamedTuple):
    """What one key of the settings means.

    Attributes:
        meaning: what it decides, as a clause that begins without a capital.
        default: what holds where it is not set, as TOML.
        example: a line or two of TOML that set it.
        values: the values that it takes with what each means, where these can be listed.
        holds: what it is made of: rule codes, patterns, one of the `values`, the path of a file, or a table.
    """

    meaning: str
    default: str
    example: str
    holds: Literal["codes", "patterns", "value", "file", "table"]
    values: Mapping[str, str] = {}


SETTINGS: Final[Mapping[str, Setting]] = {
    "extend": Setting(
        "the settings file whose settings hold where this one sets nothing; from this file's folder, `~` and `$NAME` "
        "may begin it",
        '""',
        'extend = "../pyproject.toml"',
        "file",
    ),
    "select": Setting(
        "the rules that are used: codes such as HUB101, or their beginnings such as HUB2",
        '["ALL"]',
        'select = ["HUB1", "HUB2"]',
        "codes",
    ),
    "ignore": Setting(
        "the rules that are left out; of all codes that fit a rule the longest decides, and of two as long this one",
        "[]",
        'ignore = ["HUB401"]',
        "codes",
    ),
    "extend-select": Setting(
        "the rules that are used besides those of `select`", "[]", 'extend-select = ["HUB4"]', "codes"
    ),
    "exclude": Setting(
        "the files and folders that are left out, as in .gitignore, which is respected too; from this file's folder",
        "[]",
        'exclude = ["third_party/", "*_pb2.py"]',
        "patterns",
    ),
    "tensorflow": Setting(
        "the TensorFlow that the code shall run on",
        '"auto"',
        f'tensorflow = "{dotted(NEWEST_TENSORFLOW)}"',
        "value",
        {
            AUTO: "what the project's requirements, lock file or environment say, else the newest",
            **{f"2.{minor}": f"TensorFlow 2.{minor}" for minor in range(NEWEST_TENSORFLOW[1], -1, -1)},
            dotted(LAST_TENSORFLOW_1): "TensorFlow 1, for code that stays there",
        },
    ),
    "keras": Setting(
        "the Keras that `tf.keras` is",
        '"auto"',
        'keras = "keras3"',
        "value",
        {
            AUTO: "what the project's requirements, lock file or environment say, else the one of that TensorFlow",
            "keras3": f"Keras 3, which is `tf.keras` since TensorFlow {dotted(FIRST_WITH_KERAS_3)}",
            "tf_keras": "Keras 2 from the package tf_keras, with `TF_USE_LEGACY_KERAS=1`",
            "keras2": f"Keras 2, which was `tf.keras` before TensorFlow {dotted(FIRST_WITH_KERAS_3)}",
        },
    ),
    "purpose": Setting(
        "what the exported models are for",
        '"auto"',
        'purpose = "serve"',
        "value",
        {
            AUTO: "the same as reuse",
            "reuse": "they are loaded, called and fine-tuned by other programs",
            "serve": "they are only served",
        },
    ),
    "level": Setting(
        "how far fixes go",
        '"auto"',
        'level = "compat"',
        "value",
        {
            AUTO: "the same as native",
            "native": "TensorFlow 2 is written wherever it means the same",
            "compat": "least is changed: `tf.compat.v1` is kept where the target has it",
        },
    ),
    "baseline": Setting(
        "the file of known findings, of which `hublint check` tells only new ones; from this file's folder",
        '""',
        'baseline = "hublint-baseline.json"',
        "file",
    ),
    "per-file-ignores": Setting(
        "the rules that are left out in files that a pattern matches, as in .gitignore; from this file's folder",
        "{}",
        '[tool.hublint.per-file-ignores]\n"tests/**" = ["HUB1"]',
        "table",
    ),
    "runtimes": Setting(
        "Python interpreters, each under the name that `--runtime` calls it by; from this file's folder",
        "{}",
        '[tool.hublint.runtimes]\nlegacy = "/opt/tf115/bin/python"',
        "table",
    ),
}
"""Every key of the settings, and what it means: the command line and editors tell it from here."""

KEYS: Final = tuple(SETTINGS)
TARGET_KEYS: Final = {
    "tensorflow": parse_tensorflow,
    "keras": parse_keras,
    "purpose": parse_purpose,
    "level": parse_level,
}


class ConfigError(Exception):
    """A settings file that cannot be used; its text is one sentence for the user."""


class PerFileIgnore(NamedTuple):
    """The codes that are not reported in files which a gitignore pattern matches."""

    pattern: str
    codes: tuple[str, ...]


class Runtime(NamedTuple):
    """A Python interpreter, under the name that the command line calls it by."""

    name: str
    python: Path


class Settings(NamedTuple):
    """Everything a project can set, with the defaults of one that sets nothing."""

    select: tuple[str, ...] = ("ALL",)
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    tensorflow: str = AUTO
    keras: str = AUTO
    purpose: str = AUTO
    level: str = AUTO
    per_file_ignores: tuple[PerFileIgnore, ...] = ()
    runtimes: tuple[Runtime, ...] = ()
    baseline: Path | None = None
    source: Path | None = None
    extends: tuple[Path, ...] = ()
    """The settings files that `source` extends, the nearest first."""
    inherited: tuple[tuple[str, Path], ...] = ()
    """The keys that other files than `source` set, with those files."""

    def file_of(self, key: str) -> Path | None:
        """Return the settings file that a key is taken from."""
        return next((file for name, file in self.inherited if name == key), self.source)

    def folder_of(self, key: str) -> Path:
        """Return the folder that the patterns of `exclude` or `per-file-ignores` are relative to."""
        file = self.file_of(key)
        return Path.cwd() if file is None else file.parent

    def extending(self, other: Settings, given: Collection[str]) -> Settings:
        """Return these settings, with those of another file for all keys that are not among the `given` ones.

        `select` takes the place of both lists that select there, as it does on the command line.
        """
        left = [key for key in KEYS if key not in given and key != "extend"]
        if "select" in given and "extend-select" in left:
            left.remove("extend-select")
        taken = {key: getattr(other, _field(key)) for key in left}
        inherited = [
            (key, file)
            for key, value in taken.items()
            for file in [other.file_of(key)]
            if file is not None and value != Settings._field_defaults[_field(key)]
        ]
        extends = other.extends if other.source is None else (other.source, *other.extends)
        changed = self._replace(**{_field(key): value for key, value in taken.items()})
        return changed._replace(extends=extends, inherited=tuple(inherited))

    def selects(self, code: str) -> bool:
        """Return whether findings of `code` are wanted; of all prefixes that match it the longest decides."""
        wanted = longest_match(code, (*self.select, *self.extend_select))
        return wanted > longest_match(code, self.ignore)

    def ignored_codes(self, path: Path) -> tuple[str, ...]:
        """Return the codes and prefixes that `per-file-ignores` switches off for the file at `path`."""
        if not self.per_file_ignores:
            return ()
        from pathspec import GitIgnoreSpec

        root = os.path.abspath(self.folder_of("per-file-ignores"))  # noqa: PTH100 - Path.resolve would follow links
        try:
            relative = Path(os.path.abspath(path)).relative_to(root).as_posix()  # noqa: PTH100 - as above
        except ValueError:
            return ()
        matching = [
            entry for entry in self.per_file_ignores if GitIgnoreSpec.from_lines([entry.pattern]).match_file(relative)
        ]
        return tuple(code for entry in matching for code in entry.codes)

    def merged(
        self,
        *,
        select: Iterable[str] | None = None,
        ignore: Iterable[str] | None = None,
        extend_select: Iterable[str] | None = None,
        target: str | None = None,
    ) -> Settings:
        """Return these settings as the command line changes them; None leaves a setting as it is.

        `select` takes the place of both lists that select here, the other lists are added to. `target` is a text that
        `parse_target` reads; what it leaves out stays, except for a Keras that its TensorFlow cannot have.
        """
        changed = self
        if select is not None:
            changed = changed._replace(select=tuple(select), extend_select=())
        if ignore is not None:
            changed = changed._replace(ignore=(*self.ignore, *ignore))
        if extend_select is not None:
            changed = changed._replace(extend_select=(*changed.extend_select, *extend_select))
        return changed if target is None else changed.aimed(target)

    def aimed(self, target: str) -> Settings:
        """Return these settings with the parts of the target that `target` gives."""
        parts = target_parts(target)
        changed = self._replace(
            tensorflow=parts.get("tensorflow", self.tensorflow),
            keras=parts.get("keras", self.keras),
            purpose=parts.get("purpose", self.purpose),
            level=parts.get("level", self.level),
        )
        try:
            changed.require_consistent()
        except TargetError:
            if "tensorflow" in parts and "keras" in parts:
                raise
            return changed._replace(keras=AUTO) if "tensorflow" in parts else changed._replace(tensorflow=AUTO)
        return changed

    def require_consistent(self) -> None:
        """Raise TargetError when the target's explicit parts contradict each other."""
        if AUTO not in (self.tensorflow, self.keras):
            require_consistent(Target(parse_tensorflow(self.tensorflow), parse_keras(self.keras), "reuse"))


def _field(key: str) -> str:
    return key.replace("-", "_")


def longest_match(code: str, prefixes: Iterable[str]) -> int:
    """Return the length of the longest of `prefixes` that `code` begins with, 0 for ALL, and -1 for none."""
    return max(
        (0 if prefix == "ALL" else len(prefix) for prefix in prefixes if prefix == "ALL" or code.startswith(prefix)),
        default=-1,
    )


def is_pattern(text: str) -> bool:
    """Tell whether `text` is a gitignore pattern; one with a bracket that never closes matches nothing, and is none."""
    import re
    import warnings

    from pathspec import GitIgnoreSpec

    if "[" in re.sub(r"\\.|\[(?:[!^].|[^!^])[^]]*\]", "", text, flags=re.DOTALL):
        return False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # `re` has thoughts on `[[`, which are of no use to whoever wrote a pattern
            GitIgnoreSpec.from_lines([text])
    except (ValueError, re.error):
        return False
    return True


def toml_string(text: str) -> str:
    """Return `text` as a TOML string."""
    import json

    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def toml_list(texts: Iterable[str]) -> str:
    """Return `texts` as a TOML array."""
    return f"[{', '.join(map(toml_string, texts))}]"


# Finding the settings file.

# By name, with the way to the table in it that is ours; the first that a folder has is its settings file.
SETTINGS_FILES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("hublint.toml", ()),
    ("pyproject.toml", ("tool", "hublint")),
)

_settings: dict[str, Settings] = {}


def clear_cache() -> None:
    """Forget the settings that were read, as a long-lived process must when a settings file changes."""
    global _settings  # noqa: PLW0603 - what another thread is reading just now goes into the old one, and is forgotten too
    _settings = {}


def load_settings(path: Path) -> Settings:
    """Return the settings for `path`: those of the nearest settings file at or above it, else the defaults."""
    folder = os.path.abspath(path)  # noqa: PTH100 - Path.resolve would follow links
    if not os.path.isdir(folder):  # noqa: PTH112 - Path.is_dir raises where the folder may not be entered
        folder = os.path.dirname(folder)  # noqa: PTH120 - a str is at hand
    known = _settings
    passed: list[str] = []
    while folder not in known:
        passed.append(folder)
        own = folder_settings(folder)
        parent = os.path.dirname(folder)  # noqa: PTH120 - a str is at hand
        if own is not None or parent == folder:
            known[folder] = own or Settings()
            break
        folder = parent
    for below in passed:
        known[below] = known[folder]
    return known[folder]


def folder_settings(folder: str) -> Settings | None:
    """Return the settings that `folder` itself holds."""
    for name, table_path in SETTINGS_FILES:
        file = os.path.join(folder, name)  # noqa: PTH118 - this runs for every folder up to the root
        if not os.path.exists(file):  # noqa: PTH110 - as above
            continue
        settings = read_settings(Path(file), table_path)
        if settings is not None:
            return settings
    return None


def read_settings(file: Path, table_path: tuple[str, ...] = (), extending: tuple[Path, ...] = ()) -> Settings | None:
    """Return the settings in the table of `file` that `table_path` leads to, or None when it has no such table.

    Where it extends another file, they are those of both. `extending` are the files that extend this one.
    """
    table = read_table(file, table_path)
    return None if table is None else Reader(file, ".".join(table_path)).settings(table, extending)


def table_path_of(file: Path) -> tuple[str, ...]:
    """Return the way to our table in a settings file that may have any name."""
    return ("tool", "hublint") if file.name == "pyproject.toml" else ()


def read_table(file: Path, table_path: tuple[str, ...]) -> Mapping[str, object] | None:
    """Return the table of `file` that `table_path` leads to, or None when it has no such table."""
    try:
        data = read_bytes(file)
    except FileError as error:
        raise ConfigError(f"{shown(file)}: {error.reason}") from error
    if table_path and table_path[-1].encode() not in data:
        return None
    table: object = read_toml(file, data)
    for depth, key in enumerate(table_path):
        if not isinstance(table, dict):
            break
        if key not in table:
            return None
        table = table[key]
        if not isinstance(table, dict):
            raise ConfigError(
                f"{shown(file)}: {'.'.join(table_path[: depth + 1])}: expected a table, found {kind(table)}"
            )
    return table if isinstance(table, dict) else None


def read_toml(file: Path, data: bytes) -> dict[str, object]:
    """Return the document in `data`, the content of `file`."""
    import re

    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{shown(file)}:{line}: is not UTF-8, which TOML has to be") from error
    try:
        return parse_toml(text)
    except ValueError as error:
        reason, _, place = str(error).rpartition(" (at ")
        numbers = re.findall(r"\d+", place)
        where = ":".join(numbers) if numbers else str(text.count("\n") + 1)
        raise ConfigError(f"{shown(file)}:{where}: not valid TOML: {reason[:1].lower()}{reason[1:]}") from error
    except RecursionError as error:
        raise ConfigError(f"{shown(file)}: is nested too deeply to be read") from error


def shown(file: Path) -> str:
    """Return how messages name `file`: from the working directory where it lies there, else in full."""
    try:
        return file.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return os.fspath(file)


# Reading the table.

KINDS: Final = {
    "str": "a string",
    "int": "an integer",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "list": "a list",
    "object": "a table",
    "dict": "a table",
}


def kind(value: object) -> str:
    """Return what `value` is in the words of TOML."""
    name = type(value).__name__
    return KINDS.get(name, f"a {name}")


MOST_EXTENDED: Final = 20


class Reader:
    """Reads one settings table; each complaint names the file and the path of the key."""

    __slots__ = ("file", "prefix")

    def __init__(self, file: Path, prefix: str) -> None:
        self.file = file
        self.prefix = prefix

    def error(self, key: str, reason: str) -> ConfigError:
        """Return the error that `reason` is at `key`."""
        path = f"{self.prefix}.{key}" if self.prefix else key
        return ConfigError(f"{shown(self.file)}: {path}: {reason}")

    def settings(self, table: Mapping[str, object], extending: tuple[Path, ...] = ()) -> Settings:
        """Return the settings that `table` holds, over those of the file that it extends."""
        for key in table:
            if key not in KEYS:
                raise self.unknown(key)
        settings = Settings(
            select=self.codes(table, "select", ("ALL",)),
            ignore=self.codes(table, "ignore", ()),
            extend_select=self.codes(table, "extend-select", ()),
            exclude=self.patterns(table),
            tensorflow=self.target_part(table, "tensorflow"),
            keras=self.target_part(table, "keras"),
            purpose=self.target_part(table, "purpose"),
            level=self.target_part(table, "level"),
            per_file_ignores=tuple(
                PerFileIgnore(
                    self.pattern(f"per-file-ignores.{toml_string(pattern)}", pattern),
                    self.checked_codes(f"per-file-ignores.{toml_string(pattern)}", codes),
                )
                for pattern, codes in self.table(table, "per-file-ignores").items()
            ),
            runtimes=tuple(
                Runtime(name, self.interpreter(f"runtimes.{name}", python))
                for name, python in self.table(table, "runtimes").items()
            ),
            baseline=self.file_path(table, "baseline"),
            source=self.file,
        )
        try:
            settings.require_consistent()
        except TargetError as error:
            raise self.error("keras", str(error)) from error
        extended = self.extended(table)
        if extended is None:
            return settings
        both = settings.extending(self.read_extended(extended, (*extending, self.file)), table)
        try:
            both.require_consistent()
        except TargetError as error:
            raise self.error("extend", f"together with {shown(extended)}, {error}") from error
        return both

    def extended(self, table: Mapping[str, object]) -> Path | None:
        """Return the settings file that `extend` names."""
        text = self.string("extend", table.get("extend", ""))
        if not text:
            return None
        written = os.path.expanduser(os.path.expandvars(text))  # noqa: PTH111 - Path.expanduser raises where there is no home
        return Path(os.path.normpath(self.file.parent / written))

    def read_extended(self, file: Path, extending: tuple[Path, ...]) -> Settings:
        """Return the settings of the file that this one extends."""
        reals = [os.path.realpath(one) for one in (*extending, file)]
        if reals[-1] in reals[:-1]:
            way = " extends ".join(shown(one) for one in (*extending[reals.index(reals[-1]) :], file))
            raise self.error("extend", f"leads back to where it began: {way}")
        if len(extending) > MOST_EXTENDED:
            raise self.error("extend", f"more than {MOST_EXTENDED} files extend one another")
        if not file.is_file():
            reason = "is a folder, not a settings file" if file.is_dir() else "does not exist"
            raise self.error("extend", f"{shown(file)} {reason}")
        settings = read_settings(file, table_path_of(file), extending)
        if settings is None:
            raise self.error("extend", f"{shown(file)} has no [tool.hublint]")
        return settings

    def unknown(self, key: str) -> ConfigError:
        """Return the error that `key` is no setting."""
        import difflib

        if key == "tool" and not self.prefix:
            return self.error(key, "unknown key; in hublint.toml the settings stand at the top, without [tool.hublint]")
        near = difflib.get_close_matches(key, KEYS, n=1)
        return self.error(
            key, f"unknown key; did you mean {near[0]}?" if near else f"unknown key; use {', '.join(KEYS)}"
        )

    def convert(self, key: str, value: object, wanted: type) -> object:
        """Return `value` as a `wanted`."""
        import re

        import msgspec

        try:
            return msgspec.convert(value, wanted, strict=True)
        except msgspec.ValidationError as error:
            told = re.fullmatch(r"Expected `(\w+)`, got `(\w+)`(?: - at `\$(.*)`)?", str(error))
            if told is None:
                raise self.error(key, str(error)) from error
            expected, found = (KINDS.get(name, f"a {name}") for name in (told[1], told[2]))
            quotes = "; write it in quotes" if key in TARGET_KEYS and told[2] in ("int", "float") else ""
            raise self.error(f"{key}{told[3] or ''}", f"expected {expected}, found {found}{quotes}") from error

    def string(self, key: str, value: object) -> str:
        """Return the string at `key`."""
        return str(self.convert(key, value, str))

    def strings(self, key: str, value: object) -> tuple[str, ...]:
        """Return the list of strings at `key`."""
        from typing import cast

        texts = cast("list[str]", self.convert(key, value, list[str]))
        return tuple(texts)

    def table(self, table: Mapping[str, object], key: str) -> dict[str, object]:
        """Return the table at `key`, empty when it is not there."""
        from typing import cast

        return cast("dict[str, object]", self.convert(key, table.get(key, {}), dict))

    def codes(self, table: Mapping[str, object], key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """Return the rule codes and prefixes at `key`."""
        return self.checked_codes(key, table[key]) if key in table else default

    def checked_codes(self, key: str, value: object) -> tuple[str, ...]:
        """Return `value` as rule codes and prefixes, in capitals as the command line takes them too."""
        codes = self.strings(key, value)
        for index, code in enumerate(codes):
            if not code.isalnum() or not code.isascii():
                raise self.error(
                    f"{key}[{index}]",
                    f"{code!r} is not a rule code; write one such as HUB101, or a prefix such as HUB1",
                )
        return tuple(code.upper() for code in codes)

    def patterns(self, table: Mapping[str, object]) -> tuple[str, ...]:
        """Return the patterns of `exclude`."""
        texts = self.strings("exclude", table.get("exclude", []))
        return tuple(self.pattern(f"exclude[{index}]", text) for index, text in enumerate(texts))

    def pattern(self, key: str, text: str) -> str:
        """Return `text`, which has to be a gitignore pattern."""
        if not is_pattern(text):
            raise self.error(key, f"{text!r} is no pattern; write one as in .gitignore")
        return text

    def target_part(self, table: Mapping[str, object], key: str) -> str:
        """Return one part of the target, which may be "auto"."""
        value = self.string(key, table.get(key, AUTO))
        if value != AUTO:
            try:
                TARGET_KEYS[key](value)
            except TargetError as error:
                raise self.error(key, str(error).removeprefix(f"{key} ")) from error
        return value

    def file_path(self, table: Mapping[str, object], key: str) -> Path | None:
        """Return the path of a file, taken from the folder of the settings file; None where it is empty or not set."""
        text = self.string(key, table.get(key, ""))
        return self.file.parent / os.path.expanduser(text) if text else None  # noqa: PTH111 - as below

    def interpreter(self, key: str, value: object) -> Path:
        """Return the interpreter's path, taken from the folder of the settings file."""
        text = self.string(key, value)
        if not text:
            raise self.error(key, "is empty; give the path of a Python interpreter")
        return self.file.parent / os.path.expanduser(text)  # noqa: PTH111 - Path.expanduser raises where there is no home
