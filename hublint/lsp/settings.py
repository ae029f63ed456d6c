"""What the user of an editor sets under `hublint`, read from whatever JSON the editor's client sends."""

from __future__ import annotations

import functools
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, Protocol

from hublint.config import is_pattern, kind
from hublint.session import Overrides
from hublint.target import LEVEL_CHOICES, Level, TargetError, parse_target, target_parts, with_level

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DiagnosticMode = Literal["openFilesOnly", "workspace"]
LogLevel = Literal["error", "warning", "info", "debug"]

DIAGNOSTIC_MODES: Final[tuple[DiagnosticMode, ...]] = ("openFilesOnly", "workspace")
LOG_LEVELS: Final[tuple[LogLevel, ...]] = ("error", "warning", "info", "debug")

# What a client may wrap the settings in, and how often one in the other: `{"settings": {"hublint": {...}}}`.
_SECTION: Final = "hublint"
_WRAPPED: Final = "settings"
# What VS Code's client, or hublint's extension of it, reads itself from the same section, and sends along. All but
# `trace` say how the server is to be started, before anything can be said to it.
_OF_CLIENT: Final = frozenset({"trace", "path", "interpreter", "importStrategy", "args", "showNotifications"})
_MOST_WRAPPINGS: Final = 3


class VerifySettings(NamedTuple):
    """How `verify` is run from the editor; each is what the option of `hublint verify` says."""

    runtime: str | None = None
    interpreter: str | None = None
    timeout: float = 300.0
    device: str | None = None
    arguments: tuple[str, ...] = ()


class CodeActionSettings(NamedTuple):
    """What is offered for a finding in the menu of what can be done."""

    fix: bool = True
    ignore_comment: bool = True
    explain: bool = True


class EditorSettings(NamedTuple):
    """Everything that can be set in an editor, with the defaults of a user who sets nothing.

    What is None leaves it to the settings file of the project. `trusted` is whether the client says that the workspace
    may be believed, None where it says nothing.
    """

    enable: bool = True
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    target: str | None = None
    level: Level | None = None
    exclude: tuple[str, ...] = ()
    configuration: str | None = None
    unsafe_fixes: bool = False
    fix_all: bool = True
    code_action: CodeActionSettings = CodeActionSettings()
    diagnostic_mode: DiagnosticMode = "openFilesOnly"
    code_lens: bool = True
    inlay_hints: bool = False
    max_file_size: int = 2_000_000
    verify: VerifySettings = VerifySettings()
    log_level: LogLevel = "info"
    trusted: bool | None = None

    def overrides(self, folder: Path) -> Overrides:
        """Return what these settings say over the settings files of what lies in a folder."""
        config: Path | None = None
        if self.configuration is not None:
            config = Path(placed(folder, self.configuration))
        return Overrides(
            self.select,
            self.ignore or None,
            self.extend_select or None,
            with_level(self.target, self.level),
            self.exclude,
            config,
            # Only patterns depend on the folder: folders without any share what is read for them.
            folder if self.exclude else None,
        )


def placed(folder: Path, path: str) -> str:
    """Return a path of the settings as it is found from anywhere: relative ones begin in a folder, and links stay."""
    return os.path.normpath(folder / os.path.expanduser(path))  # noqa: PTH111 - Path.expanduser raises where there is no home


def read(document: object, *, where: str = "", shared: bool = False) -> tuple[EditorSettings, list[str]]:
    """Return the settings that a client's JSON holds, and one sentence for each thing in it that cannot be used.

    What cannot be used is passed over, and the rest counts. The settings may stand bare or wrapped in `hublint` or in
    `settings`; null is as good as nothing.

    Args:
        document: what the client sent, of any kind.
        where: where it came from, for the sentences.
        shared: whether the settings of other servers may stand beside ours: objects under other names are then theirs.
    """
    told = _Told(where)
    settings = told.unwrapped(document)
    if settings is None:
        return EditorSettings(), told.sentences
    if not isinstance(settings, dict):
        told.add(_SECTION, f"expected an object, found {_kind(settings)}")
        return EditorSettings(), told.sentences
    if shared:
        settings = {key: value for key, value in settings.items() if key in SETTINGS or not isinstance(value, dict)}
    settings = {key: value for key, value in settings.items() if key not in _OF_CLIENT}
    return EditorSettings(**_fields(_SECTION, settings, SETTINGS, told)), told.sentences


def to_json(settings: EditorSettings) -> dict[str, Any]:
    """Return settings under the keys that they are set by, those too that nobody has set."""
    return _written(settings, SETTINGS)


def _written(values: NamedTuple, settings: Mapping[str, Setting]) -> dict[str, Any]:
    written: dict[str, Any] = {}
    for key, setting in settings.items():
        value = getattr(values, field_of(key))
        if isinstance(setting.kind, _Group):
            value = _written(value, setting.kind.settings)
        written[key] = list(value) if isinstance(value, tuple) else value
    return written


def schema() -> dict[str, Any]:
    """Return the JSON schema of the settings, with their descriptions and defaults."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The settings of hublint in an editor",
        **_object(SETTINGS, EditorSettings()),
    }


class _Told:
    """The sentences about what cannot be used."""

    def __init__(self, where: str) -> None:
        self.sentences: list[str] = []
        self._head = f"{where}: " if where else ""

    def add(self, key: str, reason: str) -> None:
        """Add the sentence that `reason` is at `key`."""
        self.sentences.append(f"{self._head}{key}: {reason}")

    def unwrapped(self, document: object) -> object:
        """Return what a document holds in its wrappings."""
        for _ in range(_MOST_WRAPPINGS):
            if not isinstance(document, dict):
                break
            outer = next((key for key in (_SECTION, _WRAPPED) if key in document), None)
            if outer is None:
                break
            for key in document:
                if key in SETTINGS:
                    self.add(f"{_SECTION}.{key}", f"stands beside {outer!r} and is not read; put it inside")
            document = document[outer]
        return document


def _fields(prefix: str, values: Mapping[Any, object], settings: Mapping[str, Setting], told: _Told) -> dict[str, Any]:
    """Return the usable ones of some values, by the names of the fields that they are for."""
    fields: dict[str, Any] = {}
    for key, value in values.items():
        setting = settings.get(key)
        if setting is None:
            told.add(f"{prefix}.{_key(key)}", _unknown(str(key), settings))
        elif value is not None:
            fields.update((field_of(key), read) for read in setting.kind.read(f"{prefix}.{key}", value, told))
    return fields


def field_of(key: str) -> str:
    """Return the name of the field that holds a setting: `extend_select` for `extendSelect`."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in key)


def _unknown(key: str, settings: Mapping[str, Setting]) -> str:
    import difflib

    near = difflib.get_close_matches(key, settings, n=1)
    return f"unknown key; did you mean {near[0]}?" if near else f"unknown key; use {_listed(list(settings), 'or')}"


def _key(key: object) -> str:
    return key if isinstance(key, str) and key.replace("-", "_").isidentifier() else _quoted(str(key))


def _quoted(text: str) -> str:
    return repr(text if len(text) <= 60 else f"{text[:59]}\N{HORIZONTAL ELLIPSIS}")


def _kind(value: object) -> str:
    """Return what a value is in the words of JSON."""
    return "null" if value is None else "an object" if isinstance(value, dict) else kind(value)


def _listed(words: list[str], last: str) -> str:
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def _object(settings: Mapping[str, Setting], defaults: NamedTuple) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    for key, setting in settings.items():
        default = getattr(defaults, field_of(key))
        if isinstance(setting.kind, _Group):
            properties[key] = {"description": setting.description, **_object(setting.kind.settings, default)}
            continue
        properties[key] = {"description": setting.description, **setting.kind.schema(), "default": default}
        if default is None:
            _allow_null(properties[key])
        elif isinstance(default, tuple):
            properties[key]["default"] = list(default)
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _allow_null(described: dict[str, Any]) -> None:
    described["type"] = [described["type"], "null"]
    if "enum" in described:
        described["enum"] = [*described["enum"], None]


# The kinds of settings. Each yields the value that it has read, or nothing and tells why.


class _Kind(Protocol):
    def read(self, key: str, value: object, told: _Told) -> Iterator[object]:
        """Yield `value` as it is kept, if it can be used."""

    def schema(self) -> dict[str, Any]:
        """Return what JSON schema says of it."""


class _Flag:
    def read(self, key: str, value: object, told: _Told) -> Iterator[object]:
        if isinstance(value, bool):
            yield value
        else:
            told.add(key, f"expected true or false, found {_kind(value)}")

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


class _Text:
    """A string; an empty one, which many an editor has for none, is none."""

    def read(self, key: str, value: object, told: _Told) -> Iterator[object]:
        if not isinstance(value, str):
            told.add(key, f"expected a string, found {_kind(value)}")
        elif value.strip():
            yield from self.read_text(key, value.strip(), told)

    def read_text(self, key: str, text: str, told: _Told) -> Iterator[object]:
        """Yield a text that is not empty as it is kept, if it can be used."""
        if "\0" in text:
            told.add(key, f"{_quoted(text)} holds a NUL character")
        else:
            yield text

    def schema(self) -> dict[str, Any]:
        return {"type": "string"}


class _Target(_Text):
    def read_text(self, key: str, text: str, told: _Told) -> Iterator[object]:
        try:
            target_parts(text)
            parse_target(text)
        except TargetError as error:
            told.add(key, str(error).removeprefix("target "))
        else:
            yield text


class _Choice(_Text):
    def __init__(self, *choices: str) -> None:
        self.choices = choices

    def read_text(self, key: str, text: str, told: _Told) -> Iterator[object]:
        if text in self.choices:
            yield text
        else:
            told.add(key, f"{_quoted(text)} is unknown; use {_listed(list(self.choices), 'or')}")

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.choices)}


class _Number:
    def __init__(self, most: int, *, whole: bool) -> None:
        self.most = most
        self.whole = whole

    def read(self, key: str, value: object, told: _Told) -> Iterator[object]:
        what = "an integer" if self.whole else "a number"
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not isinstance(value, (int, float)) or not number or (self.whole and value % 1):
            told.add(key, f"expected {what}, found {_kind(value)}")
        elif not 1 <= value <= self.most:  # NaN is not either
            told.add(key, f"expected {what} from 1 to {self.most}")
        else:
            yield int(value) if self.whole else float(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "integer" if self.whole else "number", "minimum": 1, "maximum": self.most}


class _Texts:
    """A list of strings; those that cannot be used are left out."""

    def read(self, key: str, value: object, told: _Told) -> Iterator[object]:
        if not isinstance(value, list):
            told.add(key, f"expected a list, found {_kind(value)}")
            return
        texts: list[str] = []
        for index, text in enumerate(value):
            if isinstance(text, str):
                texts += self.read_text(f"{key}[{index}]", text, told)
            else:
                told.add(f"{key}[{index}]", f"expected a string, found {_kind(text)}")
        yield from self.whole(key, tuple(texts), told, empty=not value)

    def read_text(self, key: str, text: str, told: _Told) -> Iterator[str]:
        """Yield one text as it is kept, if it can be used."""
        if "\0" in text:
            told.add(key, f"{_quoted(text)} holds a NUL character")
        else:
            yield text

    def whole(self, key: str, texts: tuple[str, ...], told: _Told, *, empty: bool) -> Iterator[tuple[str, ...]]:
        """Yield the list as it is kept; `empty` is whether there was nothing in it to begin with."""
        del key, told, empty
        yield texts

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string"}}


class _Patterns(_Texts):
    def read_text(self, key: str, text: str, told: _Told) -> Iterator[str]:
        if is_pattern(text):
            yield text
        else:
            told.add(key, f"{_quoted(text)} is no pattern; write one as in .gitignore")


class _Codes(_Texts):
    def read_text(self, key: str, text: str, told: _Told) -> Iterator[str]:
        code, rules = text.strip().upper(), known_rules()
        is_code = code.isascii() and code.isalnum()
        if is_code and (code == "ALL" or not rules or any(known.startswith(code) for known in rules)):
            yield code
        else:
            told.add(key, f"{_quoted(text)} is not a rule code; {_suggestion(text, rules)}")

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string", "pattern": "^[A-Za-z0-9]+$"}}


class _Selection(_Codes):
    """Codes of which none would mean no rule at all: whoever wants that says `enable`."""

    def whole(self, key: str, texts: tuple[str, ...], told: _Told, *, empty: bool) -> Iterator[tuple[str, ...]]:
        if texts:
            yield texts
        elif empty:
            told.add(key, f"names no rule; leave it out, or switch hublint off with {_SECTION}.enable")

    def schema(self) -> dict[str, Any]:
        return {**super().schema(), "minItems": 1}


class _Group:
    def __init__(self, settings: Mapping[str, Setting], kept_as: type[VerifySettings | CodeActionSettings]) -> None:
        self.settings = settings
        self.kept_as = kept_as

    def read(self, key: str, value: object, told: _Told) -> Iterator[object]:
        if isinstance(value, dict):
            yield self.kept_as(**_fields(key, value, self.settings, told))
        else:
            told.add(key, f"expected an object, found {_kind(value)}")

    def schema(self) -> dict[str, Any]:
        return _object(self.settings, self.kept_as())


def _suggestion(text: str, rules: Mapping[str, str]) -> str:
    """Return what somebody may have meant who wrote `text` for a rule's code: its name, or nearly its code."""
    import difflib

    named = text.strip().lower()
    for code, name in rules.items():
        if named == name:
            return f"did you mean {code}?"
    near = difflib.get_close_matches(text.strip().upper(), rules, n=1, cutoff=0.8)
    return f"did you mean {near[0]}?" if near else "write one such as HUB101, or a prefix such as HUB1"


@functools.cache
def known_rules() -> dict[str, str]:
    """Return the names of all rules by their codes, empty for those about models; nothing where no pack can be loaded.

    What is wrong with a pack is said where its rules are wanted.
    """
    from hublint import registry

    try:
        rules = registry.load(models=False)
    except registry.RegistryError:
        return {}
    return {code: rules.by_code[code].name if code in rules.by_code else "" for code in sorted(rules.known)}


# The settings themselves.


class Setting(NamedTuple):
    """A setting: what kind it is of, and what an editor says of it."""

    kind: _Kind
    description: str


_LONGEST_RUN: Final = 7 * 24 * 3600
_LARGEST_FILE: Final = 1_000_000_000

VERIFY_SETTINGS: Final[dict[str, Setting]] = {
    "runtime": Setting(
        _Text(),
        "The interpreter to run programs with: a runtime of the settings file, one that `hublint runtime create` made, "
        "or a path. Without one: `hublint.verify.interpreter` or hublint's own if it has TensorFlow, else the best of "
        "`hublint runtime list`.",
    ),
    "interpreter": Setting(
        _Text(),
        "The path of the Python that is selected for the folder, with which programs are run unless "
        "`hublint.verify.runtime` names another, or it has no TensorFlow. An editor that knows of it says so itself.",
    ),
    "timeout": Setting(
        _Number(_LONGEST_RUN, whole=False),
        "The seconds that a program may run, and that each way of loading a model and each of its functions may take.",
    ),
    "device": Setting(
        _Text(), "Where to try a model: cpu, gpu:0, tpu:0, ... Without one: on all devices that TensorFlow finds."
    ),
    "arguments": Setting(_Texts(), "What programs are given on their command line."),
}

CODE_ACTION_SETTINGS: Final[dict[str, Setting]] = {
    "fix": Setting(_Flag(), "Whether fixes are offered: that of a finding, those of all of its rule in the file, all."),
    "ignoreComment": Setting(_Flag(), "Whether the comment is offered that ignores a finding on its line."),
    "explain": Setting(_Flag(), "Whether the page of a finding's rule is offered."),
}

SETTINGS: Final[dict[str, Setting]] = {
    "enable": Setting(_Flag(), "Whether hublint reports anything at all."),
    "select": Setting(
        _Selection(), "The rules to report, by code or prefix, in place of those that the settings file selects."
    ),
    "extendSelect": Setting(_Codes(), "Rules to report besides those that are selected, by code or prefix."),
    "ignore": Setting(_Codes(), "Rules not to report, by code or prefix; of all prefixes the longest decides."),
    "target": Setting(
        _Target(),
        "What the code is to run on, such as `tf=2.21,keras=keras3`. Without it: what the settings file says, else the "
        "newest TensorFlow that the project's requirements allow.",
    ),
    "level": Setting(
        _Choice(*LEVEL_CHOICES),
        "How far fixes go: `compat` changes least and keeps `tf.compat.v1`, `native` writes TensorFlow 2 wherever it "
        "means the same.",
    ),
    "exclude": Setting(
        _Patterns(),
        "Patterns as in .gitignore, relative to the workspace folder, of files in which nothing is reported.",
    ),
    "configuration": Setting(
        _Text(), "The settings file to use in place of the nearest one, relative to the workspace folder."
    ),
    "unsafeFixes": Setting(
        _Flag(), "Whether fixing a whole file applies unsafe fixes too: those that need a reader's eye."
    ),
    "fixAll": Setting(
        _Flag(),
        "Whether `source.fixAll.hublint`, and `notebook.source.fixAll.hublint` for a whole notebook, are offered: what "
        "an editor can be told to do on saving.",
    ),
    "codeAction": Setting(
        _Group(CODE_ACTION_SETTINGS, CodeActionSettings), "What is offered for a finding in the menu of quick fixes."
    ),
    "diagnosticMode": Setting(
        _Choice(*DIAGNOSTIC_MODES), "Which files are checked: those that are open, or all of the workspace."
    ),
    "codeLens": Setting(_Flag(), "Whether `Verify export` stands over what exports or loads a model."),
    "inlayHints": Setting(_Flag(), "Whether exports show the signature that they have under TensorFlow 2."),
    "maxFileSize": Setting(
        _Number(_LARGEST_FILE, whole=True),
        "The largest document, in bytes, that is checked; larger ones get a message.",
    ),
    "verify": Setting(_Group(VERIFY_SETTINGS, VerifySettings), "How programs and models are run by `Verify export`."),
    "logLevel": Setting(_Choice(*LOG_LEVELS), "How much the server writes into its log."),
    "trusted": Setting(
        _Flag(),
        "Whether programs of the workspace may be run. An editor that knows of trust says so itself; where it says no "
        "when it starts the server, no later setting says otherwise.",
    ),
}


__all__ = [
    "SETTINGS",
    "CodeActionSettings",
    "DiagnosticMode",
    "EditorSettings",
    "LogLevel",
    "Setting",
    "VerifySettings",
    "field_of",
    "known_rules",
    "placed",
    "read",
    "schema",
    "to_json",
]
