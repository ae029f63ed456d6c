"""What the extension says of itself: its settings are the server's, and all of it is said in each language."""

from __future__ import annotations

import json
import re
import struct
from typing import TYPE_CHECKING, Any, Final

import hublint
from hublint.lsp.features import create_server
from hublint.lsp.settings import schema
from tests.lsp.client import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

EXTENSION: Final = ROOT / "vscode-extension"
LANGUAGES: Final = ("ja", "ko", "zh-cn")

# Settings that the extension reads itself, and what it tells the server without being asked by a user.
OF_EXTENSION: Final = {"path", "interpreter", "importStrategy", "args", "showNotifications", "trace.server"}
TOLD_BY_EXTENSION: Final = {"trusted", "verify.interpreter"}
# Settings that choose a program that is run, or what it is told: a workspace that is not trusted must not say them, and
# they do not follow their user to another machine.
OF_PROGRAMS: Final = {
    "path",
    "interpreter",
    "importStrategy",
    "args",
    "verify.runtime",
    "verify.device",
    "verify.arguments",
}
# A workspace that is not trusted must not say these either: they lead out of it.
ALSO_RESTRICTED: Final = {"configuration"}
OF_WINDOW: Final = {"diagnosticMode", "showNotifications", "logLevel", "trace.server"}

# Where VS Code has its own words for what the server says: it knows which Python is selected.
SAID_OTHERWISE: Final = {"verify.runtime"}

# What the extension itself runs.
IN_NO_MENU: Final = {"hublint.showReport"}


def read(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((EXTENSION / name).read_text(encoding="utf-8"))
    return document


MANIFEST: Final = read("package.json")
PROPERTIES: Final[dict[str, dict[str, Any]]] = {
    key.removeprefix("hublint."): value for key, value in MANIFEST["contributes"]["configuration"]["properties"].items()
}


def settings_of_server() -> dict[str, dict[str, Any]]:
    """Return the settings that the server reads, by their dotted names, as VS Code would describe them."""

    def named(properties: dict[str, Any], prefix: str) -> Iterator[tuple[str, dict[str, Any]]]:
        for key, value in properties.items():
            if "properties" in value:
                yield from named(value["properties"], f"{prefix}{key}.")
            else:
                yield prefix + key, described(value)

    return dict(named(schema()["properties"], ""))


def described(value: dict[str, Any]) -> dict[str, Any]:
    """Describe a setting as VS Code shows it: a text that is not set is an empty one, and can be chosen as such."""
    (kind,) = {value["type"]} if isinstance(value["type"], str) else set(value["type"]) - {"null"}
    is_unset_text = kind == "string" and value["default"] is None
    shown: dict[str, Any] = {key: value[key] for key in ("items", "minimum", "maximum") if key in value}
    if "enum" in value:
        choices = [choice for choice in value["enum"] if choice is not None]
        shown["enum"] = ["", *choices] if is_unset_text else choices
    return {"type": kind, "default": "" if is_unset_text else value["default"], **shown}


def strings(value: object) -> Iterator[str]:
    """Yield every string of a JSON document."""
    if isinstance(value, dict):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)
    elif isinstance(value, str):
        yield value


def test_the_version_is_that_of_hublint() -> None:
    assert MANIFEST["version"] == read("package-lock.json")["version"] == hublint.__version__


def test_every_setting_of_the_server_can_be_set_in_vs_code_and_nothing_else() -> None:
    of_server = settings_of_server()
    assert of_server.keys() >= TOLD_BY_EXTENSION
    assert PROPERTIES.keys() == (of_server.keys() - TOLD_BY_EXTENSION) | OF_EXTENSION
    keys = ("type", "default", "enum", "items", "minimum", "maximum")
    shown = {name: {key: PROPERTIES[name][key] for key in keys if key in PROPERTIES[name]} for name in PROPERTIES}
    assert {name: shown[name] for name in shown if name not in OF_EXTENSION} == {
        name: of_server[name] for name in of_server if name not in TOLD_BY_EXTENSION
    }


def test_a_setting_holds_where_it_may() -> None:
    expected = {
        name: "machine-overridable" if name in OF_PROGRAMS else "window" if name in OF_WINDOW else "resource"
        for name in PROPERTIES
    }
    assert {name: setting["scope"] for name, setting in PROPERTIES.items()} == expected


def test_what_an_untrusted_workspace_must_not_say_is_restricted() -> None:
    trust = MANIFEST["capabilities"]["untrustedWorkspaces"]
    restricted = {name.removeprefix("hublint.") for name in trust["restrictedConfigurations"]}
    assert trust["supported"] == "limited"
    assert restricted == OF_PROGRAMS | ALSO_RESTRICTED
    assert restricted <= PROPERTIES.keys()


def test_every_setting_is_described_and_so_is_each_of_its_choices() -> None:
    for name, setting in PROPERTIES.items():
        assert setting["markdownDescription"].strip("%") == f"config.{name}"
        if "enum" in setting and "markdownEnumDescriptions" in setting:
            assert len(setting["markdownEnumDescriptions"]) == len(setting["enum"]), name
            assert setting["default"] in setting["enum"], name
    assert sorted(setting["order"] for setting in PROPERTIES.values()) == list(range(len(PROPERTIES)))


def test_each_setting_is_described_in_english_as_the_server_describes_it() -> None:
    texts = read("package.nls.json")
    for name, text in descriptions_of_server().items():
        if name not in TOLD_BY_EXTENSION | SAID_OTHERWISE:
            assert texts[f"config.{name}"] == text, name


def descriptions_of_server() -> dict[str, str]:
    def named(properties: dict[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
        for key, value in properties.items():
            if "properties" in value:
                yield from named(value["properties"], f"{prefix}{key}.")
            else:
                yield prefix + key, value["description"]

    return dict(named(schema()["properties"], ""))


def test_every_text_of_the_manifest_is_in_english_and_none_is_superfluous() -> None:
    wanted = {text.strip("%") for text in strings(MANIFEST) if re.fullmatch(r"%[\w.]+%", text)}
    assert wanted == read("package.nls.json").keys()


def test_every_command_that_is_declared_is_registered_and_none_is_one_of_the_server() -> None:
    declared = {command["command"] for command in MANIFEST["contributes"]["commands"]}
    source = (EXTENSION / "src" / "commands" / "index.ts").read_text(encoding="utf-8")
    registered = set(re.findall(r"^    '([\w.]+)': (?:async )?\(", source, re.MULTILINE))
    assert registered == declared | IN_NO_MENU
    assert not registered & create_server().protocol.fm.commands.keys(), "VS Code's client registers these by itself"


def test_the_languages_are_those_that_are_tested() -> None:
    assert {path.name.split(".")[-2] for path in EXTENSION.glob("package.nls.*.json")} == set(LANGUAGES)
    assert {path.name.split(".")[-2] for path in EXTENSION.glob("l10n/*.json")} == set(LANGUAGES)
    assert MANIFEST["l10n"] == "./l10n"


def test_every_command_of_a_menu_and_of_a_link_is_declared() -> None:
    declared = {command["command"] for command in MANIFEST["contributes"]["commands"]}
    in_menus = {entry["command"] for entries in MANIFEST["contributes"]["menus"].values() for entry in entries}
    linked = {name for text in strings(read("package.nls.json")) for name in re.findall(r"\(command:([^)]+)\)", text)}
    assert linked
    assert in_menus | linked <= declared


def test_the_icon_has_the_size_that_vs_code_asks_for() -> None:
    data = (EXTENSION / MANIFEST["icon"]).read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", data[16:24]) >= (128, 128)
