from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hublint.lsp.settings import (
    SETTINGS,
    CodeActionSettings,
    EditorSettings,
    VerifySettings,
    field_of,
    read,
    schema,
    to_json,
)
from hublint.session import Overrides, Session

EVERYTHING: dict[str, Any] = {
    "enable": False,
    "select": ["HUB1", "hub301"],
    "extendSelect": ["HUB9"],
    "ignore": ["HUB101"],
    "target": "tf=2.15,keras=keras2",
    "level": "compat",
    "exclude": ["third_party/", "*_pb2.py"],
    "configuration": "conf/hublint.toml",
    "unsafeFixes": True,
    "fixAll": False,
    "codeAction": {"fix": False, "ignoreComment": False, "explain": False},
    "diagnosticMode": "workspace",
    "codeLens": False,
    "inlayHints": True,
    "maxFileSize": 1000,
    "verify": {
        "runtime": "tf1.15",
        "interpreter": "/opt/venv/bin/python",
        "timeout": 10,
        "device": "cpu",
        "arguments": ["--steps", "1"],
    },
    "logLevel": "debug",
    "trusted": False,
}

READ = EditorSettings(
    enable=False,
    select=("HUB1", "HUB301"),
    extend_select=("HUB9",),
    ignore=("HUB101",),
    target="tf=2.15,keras=keras2",
    level="compat",
    exclude=("third_party/", "*_pb2.py"),
    configuration="conf/hublint.toml",
    unsafe_fixes=True,
    fix_all=False,
    code_action=CodeActionSettings(fix=False, ignore_comment=False, explain=False),
    diagnostic_mode="workspace",
    code_lens=False,
    inlay_hints=True,
    max_file_size=1000,
    verify=VerifySettings("tf1.15", "/opt/venv/bin/python", 10.0, "cpu", ("--steps", "1")),
    log_level="debug",
    trusted=False,
)


def told(document: object) -> list[str]:
    return read(document)[1]


@pytest.mark.parametrize(
    "document",
    [
        EVERYTHING,
        {"hublint": EVERYTHING},
        {"settings": EVERYTHING},
        {"settings": {"hublint": EVERYTHING}},
        {"settings": EVERYTHING, "globalSettings": {"enable": True}},
        {"hublint": EVERYTHING, "python": {"enable": True}},
    ],
)
def test_every_setting_is_read_bare_and_in_each_wrapping(document: object) -> None:
    assert read(document) == (READ, [])


@pytest.mark.parametrize(
    "document",
    [None, {}, {"hublint": None}, {"settings": {}}, {"settings": {"hublint": {}}}, dict.fromkeys(SETTINGS)],
)
def test_nothing_and_null_are_the_defaults(document: object) -> None:
    assert read(document) == (EditorSettings(), [])


@pytest.mark.parametrize("key", ["target", "level", "configuration", "logLevel", "diagnosticMode"])
def test_an_empty_text_is_no_text(key: str) -> None:
    assert read({key: " "}) == (EditorSettings(), [])


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ([1], "hublint: expected an object, found a list"),
        ("on", "hublint: expected an object, found a string"),
        ({"hublint": 3}, "hublint: expected an object, found an integer"),
        ({"enable": "yes"}, "hublint.enable: expected true or false, found a string"),
        ({"enable": 1}, "hublint.enable: expected true or false, found an integer"),
        ({"target": 2.15}, "hublint.target: expected a string, found a number"),
        (
            {"target": "2.15"},
            "hublint.target: '2.15': expected KEY=VALUE, such as tf=2.21,keras=keras3, but found '2.15'",
        ),
        (
            {"target": "tf=2.10,keras=keras3"},
            "hublint.target: tensorflow 2.10 contradicts keras3, which needs TensorFlow 2.16 or newer; use keras2",
        ),
        ({"level": "least"}, "hublint.level: 'least' is unknown; use compat or native"),
        ({"logLevel": "trace"}, "hublint.logLevel: 'trace' is unknown; use error, warning, info or debug"),
        ({"diagnosticMode": "all"}, "hublint.diagnosticMode: 'all' is unknown; use openFilesOnly or workspace"),
        ({"select": "HUB1"}, "hublint.select: expected a list, found a string"),
        (
            {"select": []},
            "hublint.select: names no rule; leave it out, or switch hublint off with hublint.enable",
        ),
        (
            {"select": ["HUB1", "HUBX"]},
            "hublint.select[1]: 'HUBX' is not a rule code; write one such as HUB101, or a prefix such as HUB1",
        ),
        ({"ignore": ["HBU101"]}, "hublint.ignore[0]: 'HBU101' is not a rule code; did you mean HUB101?"),
        (
            {"extendSelect": ["Saved-Model-Builder"]},
            "hublint.extendSelect[0]: 'Saved-Model-Builder' is not a rule code; did you mean HUB202?",
        ),
        ({"ignore": [None]}, "hublint.ignore[0]: expected a string, found null"),
        ({"exclude": ["a[b"]}, "hublint.exclude[0]: 'a[b' is no pattern; write one as in .gitignore"),
        ({"configuration": "a\0b"}, "hublint.configuration: 'a\\x00b' holds a NUL character"),
        ({"maxFileSize": 1.5}, "hublint.maxFileSize: expected an integer, found a number"),
        ({"maxFileSize": True}, "hublint.maxFileSize: expected an integer, found true or false"),
        ({"maxFileSize": 0}, "hublint.maxFileSize: expected an integer from 1 to 1000000000"),
        (
            {"codeAction": {"ignoreComment": 0}},
            "hublint.codeAction.ignoreComment: expected true or false, found an integer",
        ),
        ({"codeAction": {"ignore": True}}, "hublint.codeAction.ignore: unknown key; did you mean ignoreComment?"),
        ({"verify": []}, "hublint.verify: expected an object, found a list"),
        ({"verify": {"timeout": float("inf")}}, "hublint.verify.timeout: expected a number from 1 to 604800"),
        ({"verify": {"arguments": [1]}}, "hublint.verify.arguments[0]: expected a string, found an integer"),
        (
            {"verify": {"python": "x"}},
            "hublint.verify.python: unknown key; use runtime, interpreter, timeout, device or arguments",
        ),
        ({"extend-select": ["HUB1"]}, "hublint.extend-select: unknown key; did you mean extendSelect?"),
        ({"hublint.select": ["HUB1"]}, "hublint.'hublint.select': unknown key; did you mean select?"),
        (
            {"settings": {}, "select": ["HUB1"]},
            "hublint.select: stands beside 'settings' and is not read; put it inside",
        ),
    ],
)
def test_what_cannot_be_used_is_told_in_one_sentence(document: object, sentence: str) -> None:
    assert told(document) == [sentence]


def test_an_unknown_key_is_answered_with_those_that_there_are() -> None:
    (sentence,) = told({"x": 1})
    assert sentence.startswith("hublint.x: unknown key; use enable, select, extendSelect, ")
    assert sentence.endswith(" logLevel or trusted")


def test_a_sentence_begins_with_where_the_settings_came_from() -> None:
    assert read({"enable": 1}, where="initializationOptions")[1] == [
        "initializationOptions: hublint.enable: expected true or false, found an integer"
    ]


def test_what_can_be_used_counts_beside_what_cannot() -> None:
    settings, sentences = read(
        {
            "select": ["HUB1", "HUBX", "HUB2"],
            "ignore": ["nothing"],
            "level": 3,
            "verify": {"timeout": 0, "device": "cpu"},
            "unsafeFixes": True,
        }
    )
    assert len(sentences) == 4
    assert settings == EditorSettings(select=("HUB1", "HUB2"), unsafe_fixes=True, verify=VerifySettings(device="cpu"))


def test_a_selection_of_which_nothing_is_left_selects_what_the_settings_file_does() -> None:
    assert read({"select": ["HUBX"]})[0].select is None


def test_the_settings_of_other_servers_are_passed_over_where_they_may_stand_beside() -> None:
    document: dict[str, object] = {"pylsp": {"plugins": {}}, "python": None, "select": ["HUB1"], "lint": 3}
    assert read(document, shared=True)[0].select == ("HUB1",)
    assert [sentence.partition(":")[0] for sentence in read(document, shared=True)[1]] == [
        "hublint.python",
        "hublint.lint",
    ]
    assert len(told(document)) == 3


def test_the_settings_become_what_the_command_line_would_say(tmp_path: Path) -> None:
    assert READ.overrides(tmp_path) == Overrides(
        select=("HUB1", "HUB301"),
        ignore=("HUB101",),
        extend_select=("HUB9",),
        target="tensorflow=2.15,keras=keras2,level=compat",
        exclude=("third_party/", "*_pb2.py"),
        config=tmp_path / "conf" / "hublint.toml",
        root=tmp_path,
    )
    assert EditorSettings().overrides(tmp_path) == Overrides()


def test_settings_are_written_as_they_are_read() -> None:
    assert to_json(READ) == {**EVERYTHING, "select": ["HUB1", "HUB301"]}
    assert list(to_json(EditorSettings())) == list(SETTINGS)
    assert read(to_json(EditorSettings())) == (EditorSettings(), [])
    assert json.loads(json.dumps(to_json(READ))) == to_json(READ)


# Any document at all.

KEYS = st.sampled_from([*SETTINGS, "hublint", "settings", "runtime", "timeout", "device", "arguments", "x", ""])
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=9)
    | st.sampled_from(["HUB1", "HUB101", "ALL", "native", "tf=2.21", "keras=keras2", "*.py", "workspace", "info"])
)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS | st.text(max_size=5), inner, max_size=5)
)


@given(JSON)
@example({"maxFileSize": 10**5000})
@example({"verify": {"timeout": 10**5000}})
def test_any_document_is_read(document: object) -> None:
    settings, sentences = read(document)
    assert all(sentence.startswith("hublint") and "\n" not in sentence for sentence in sentences)
    Session(settings.overrides(Path.cwd())._replace(config=None))


# The schema.

GROUPS: dict[str, type[CodeActionSettings | VerifySettings]] = {
    "codeAction": CodeActionSettings,
    "verify": VerifySettings,
}


def test_the_schema_and_the_settings_have_the_same_keys_and_defaults() -> None:
    properties = schema()["properties"]
    assert [field_of(key) for key in properties] == list(EditorSettings._fields)
    defaults = {key: described["default"] for key, described in properties.items() if key not in GROUPS}
    for group, kept_as in GROUPS.items():
        inner = properties[group]["properties"]
        assert [field_of(key) for key in inner] == list(kept_as._fields)
        defaults[group] = {key: described["default"] for key, described in inner.items()}
    jsonschema.validate(defaults, schema())
    assert read(defaults) == (EditorSettings(), [])
    assert defaults["maxFileSize"] == 2_000_000
    assert defaults["verify"] == {
        "runtime": None,
        "interpreter": None,
        "timeout": 300.0,
        "device": None,
        "arguments": [],
    }


def test_the_schema_describes_every_setting_and_is_json() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    assert json.loads(json.dumps(schema())) == schema()
    properties = schema()["properties"]
    inner = [described for group in GROUPS for described in properties[group]["properties"].values()]
    for described in [*properties.values(), *inner]:
        assert described["description"].endswith(".")
    assert properties["level"]["enum"] == ["compat", "native", None]
    assert properties["diagnosticMode"]["enum"] == ["openFilesOnly", "workspace"]


def test_the_schema_takes_all_that_is_read() -> None:
    jsonschema.validate(EVERYTHING, schema())


NEARLY_VALID = st.fixed_dictionaries(
    {},
    optional={
        key: SCALARS
        | st.lists(st.sampled_from(["HUB1", "*.py", "x"]), max_size=2)
        | st.dictionaries(KEYS, SCALARS, max_size=2)
        for key in SETTINGS
    },
)


@given(NEARLY_VALID)
def test_what_the_schema_refuses_is_told(document: dict[str, object]) -> None:
    if not jsonschema.Draft202012Validator(schema()).is_valid(saying(document)):
        assert told(document)


def saying(document: dict[str, object]) -> dict[str, object]:
    """Return what a document says: null and empty texts, of which the schema does not know, say nothing."""
    return {
        key: saying(value) if isinstance(value, dict) else value
        for key, value in document.items()
        if value is not None and not (isinstance(value, str) and not value.strip())
    }


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("trace", {"server": "messages"}),
        ("path", ["/opt/bin/hublint"]),
        ("interpreter", ["/opt/bin/python"]),
        ("importStrategy", "useBundled"),
        ("args", ["--log-file", "log"]),
        ("showNotifications", "off"),
    ],
)
def test_what_the_extension_of_vs_code_keeps_in_the_same_section_is_passed_over(key: str, value: object) -> None:
    for shared in (False, True):
        assert read({key: value, "ignore": ["HUB1"]}, shared=shared) == read({"ignore": ["HUB1"]})
        assert read({key: value}, shared=shared) == (EditorSettings(), [])
