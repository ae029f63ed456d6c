from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hublint import catalogue, registry
from hublint.output import Failure, FileReport, sarif
from hublint.output.fingerprints import line_hashes
from hublint.registry import Registry
from hublint.rule import Edit, Fix, Severity
from hublint.source.edit import apply
from hublint.source.text import Text
from tests.cli import pack
from tests.output.reports import RULES, SCHEMAS, TEXTS, at, edits, finding, notebook, report, spans

SCHEMA = json.loads((SCHEMAS / "sarif-schema-2.1.0.json").read_bytes())
PAGES = sarif.Pages(catalogue.page, catalogue.docstring)


def render(*files: FileReport, failures: tuple[Failure, ...] = (), rules: Registry = RULES) -> dict[str, Any]:
    """Return the one run of the document, which is valid."""
    text = "".join(sarif.render(files, rules, failures, PAGES))
    assert text.isascii()
    document = json.loads(text)
    jsonschema.Draft4Validator(SCHEMA).validate(document)
    (run,) = document["runs"]
    assert isinstance(run, dict)
    return run


def region_of(result: dict[str, Any]) -> dict[str, int]:
    region: dict[str, int] = result["locations"][0]["physicalLocation"]["region"]
    return region


def sliced(text: str, region: dict[str, int]) -> str:
    start, end = (at(text, region[f"{end}Line"], region[f"{end}Column"]) for end in ("start", "end"))
    return text[start:end]


def fixed(text: str, result: dict[str, Any]) -> str:
    """Return a text with the fix of a result applied, the last replacement first."""
    (fix,) = result["fixes"]
    (change,) = fix["artifactChanges"]
    assert change["artifactLocation"] == result["locations"][0]["physicalLocation"]["artifactLocation"]
    for replacement in reversed(change["replacements"]):
        region = replacement["deletedRegion"]
        start, end = (at(text, region[f"{end}Line"], region[f"{end}Column"]) for end in ("start", "end"))
        text = text[:start] + replacement.get("insertedContent", {"text": ""})["text"] + text[end:]
    return text


class TestResults:
    def test_a_finding_is_a_result_with_rule_level_place_and_fix(self) -> None:
        fix = Fix("safe", "Call quiet", (Edit(9, 13, "quiet"),))
        text = "'é🙂'; tf.loud()\n"
        run = render(report(text, "tf.loud", fix=fix))
        (result,) = run["results"]
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "TST001"
        prints = result.pop("partialFingerprints")
        assert prints.keys() == {"hublint/v1", "primaryLocationLineHash"}
        location = {"uri": "a.py", "uriBaseId": "%SRCROOT%"}
        assert result == {
            "ruleId": "TST001",
            "ruleIndex": 1,
            "level": "warning",
            "message": {"text": "is wrong; write better"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": location,
                        "region": {"startLine": 1, "startColumn": 7, "endLine": 1, "endColumn": 14},
                    }
                }
            ],
            "fixes": [
                {
                    "description": {"text": "Call quiet"},
                    "artifactChanges": [
                        {
                            "artifactLocation": location,
                            "replacements": [
                                {
                                    "deletedRegion": {"startLine": 1, "startColumn": 6, "endLine": 1, "endColumn": 10},
                                    "insertedContent": {"text": "quiet"},
                                }
                            ],
                        }
                    ],
                }
            ],
            "properties": {"applicability": "safe", "verified": False},
        }
        assert run["columnKind"] == "unicodeCodePoints"
        assert sliced(text, region_of(result)) == "tf.loud"

    @given(st.data())
    def test_a_region_holds_the_text_of_the_finding(self, data: st.DataObject) -> None:
        text = Text(data.draw(TEXTS).encode())
        start, end = data.draw(spans(text.utf8.decode()))
        (result,) = render(FileReport(Path("a.py"), text.raw, [finding(text, (start, end))]))["results"]
        assert sliced(text.utf8.decode(), region_of(result)).encode() == text.utf8[start:end]

    @given(st.data())
    def test_a_fix_makes_what_its_edits_make(self, data: st.DataObject) -> None:
        text = Text(data.draw(TEXTS).encode())
        made = data.draw(edits(text.utf8.decode()).filter(bool))
        one = finding(text, (0, 0), fix=Fix("unsafe", "Do it", tuple(made)))
        (result,) = render(FileReport(Path("a.py"), text.raw, [one]))["results"]
        assert fixed(text.utf8.decode(), result).encode() == apply(text.utf8, made)

    def test_githubs_own_fingerprint_is_that_of_the_line(self) -> None:
        one = report("import a\nx = tf.loud()\n", "tf.loud")
        (result,) = render(one)["results"]
        assert result["partialFingerprints"]["primaryLocationLineHash"] == line_hashes(one.data)[1]

    def test_why_there_is_no_fix_and_what_to_begin_with_are_properties(self) -> None:
        one = report("tf.loud()", "tf.loud")
        told = one.findings[0]._replace(note="it is stuck", skeleton="def f():\n    ...\n", detail="exact error")
        (result,) = render(one._replace(findings=[told]))["results"]
        assert "fixes" not in result
        assert result["properties"] == {
            "note": "it is stuck",
            "skeleton": "def f():\n    ...\n",
            "detail": "exact error",
        }

    @pytest.mark.parametrize(
        ("severity", "level", "problem"),
        [
            ("error", "error", "error"),
            ("warning", "warning", "warning"),
            ("information", "note", "recommendation"),
            ("hint", "note", "recommendation"),
        ],
    )
    def test_the_level_is_that_of_the_rule(self, severity: Severity, level: str, problem: str) -> None:
        rules = Registry([type("Severe", (pack.Safe,), {"severity": severity})()])
        run = render(report("tf.loud()", "tf.loud"), rules=rules)
        assert run["results"][0]["level"] == level
        (rule,) = run["tool"]["driver"]["rules"]
        assert rule["defaultConfiguration"] == {"level": level}
        assert rule["properties"]["problem.severity"] == problem

    def test_a_finding_of_a_rule_that_is_not_loaded_has_no_index(self) -> None:
        (result,) = render(report("x", "x", code="TST099"))["results"]
        assert "ruleIndex" not in result

    def test_nothing_found_is_a_run_without_results(self) -> None:
        run = render()
        assert run["results"] == []
        assert run["invocations"][0]["executionSuccessful"] is True


class TestNotebooks:
    def test_the_region_is_that_of_the_file_and_the_cell_is_named(self) -> None:
        data = notebook("import a", "x = 1\ntf.loud('é')\n", escaped=True)
        fix = Fix("safe", "Call quiet", (Edit(9, 13, "quiet", 2), Edit(0, 0, "import b\n", 1)))
        text = Text("x = 1\ntf.loud('é')\n".encode())
        one = finding(text, (6, len(text.utf8) - 1), cell=2, fix=fix)
        (result,) = render(FileReport(Path("n.ipynb"), data, [one]))["results"]
        assert sliced(data.decode(), region_of(result)) == "tf.loud('\\u00e9')"
        assert result["message"]["text"] == "is wrong; write better (cell 2, line 2)"
        assert result["properties"]["cell"] == 2
        cells = json.loads(fixed(data.decode(), result))["cells"]
        assert [cell["source"] for cell in cells] == [["import b\n", "import a"], ["x = 1\n", "tf.quiet('é')\n"]]


class TestAddresses:
    def uri(self, path: Path | str) -> dict[str, Any]:
        (result,) = render(report("tf.loud()", "tf.loud", path=str(path)))["results"]
        address: dict[str, Any] = result["locations"][0]["physicalLocation"]["artifactLocation"]
        return address

    @pytest.mark.parametrize(
        ("name", "uri"),
        [
            ("a b/c%d.py", "a%20b/c%25d.py"),
            ("é.py", "%C3%A9.py"),
            ("x:y#z?.py", "x%3Ay%23z%3F.py"),
            (os.fsdecode(b"caf\xe9.py"), "caf%E9.py"),
        ],
    )
    def test_inside_they_are_relative_and_escaped(self, name: str, uri: str) -> None:
        assert self.uri(name) == {"uri": uri, "uriBaseId": "%SRCROOT%"}

    def test_outside_they_are_absolute(self, tmp_path: Path) -> None:
        assert self.uri(tmp_path / "ä.py") == {"uri": (tmp_path / "ä.py").as_uri()}

    def test_standard_input_has_none(self) -> None:
        assert self.uri("-") == {"uri": "-", "description": {"text": "standard input"}}

    def test_the_root_is_the_checkout(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "ein teil").mkdir()
        monkeypatch.chdir(tmp_path / "ein teil")
        monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
        assert self.uri("a.py")["uri"] == "ein%20teil/a.py"
        run = render()
        root = run["originalUriBaseIds"]["%SRCROOT%"]["uri"]
        assert root.endswith("/")
        assert Path(unquote(urlsplit(root).path)) == tmp_path
        assert run["invocations"][0]["workingDirectory"]["uri"] == f"{root}ein%20teil/"

    def test_a_file_in_another_encoding_says_so(self) -> None:
        data = "# coding: latin-1\nx = 'é'\n".encode("latin-1")
        text = Text(data)
        one = FileReport(Path("a.py"), data, [finding(text, (18, 19))])
        run = render(one, report("tf.loud()", "tf.loud", path="b.py"))
        assert run["defaultEncoding"] == "utf-8"
        assert run["artifacts"] == [{"location": {"uri": "a.py", "uriBaseId": "%SRCROOT%"}, "encoding": "iso-8859-1"}]


class TestFailures:
    def test_what_could_not_be_checked_is_told(self) -> None:
        failures = (Failure(Path("b.py"), "b.py: cannot be read"), Failure(None, "nothing there"))
        (invocation,) = render(report("tf.loud()", "tf.loud"), failures=failures)["invocations"]
        assert invocation["executionSuccessful"] is False
        first, second = invocation["toolExecutionNotifications"]
        assert first["message"] == {"text": "b.py: cannot be read"}
        assert first["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "b.py"
        assert second == {"level": "error", "message": {"text": "nothing there"}}

    def test_a_file_that_cannot_be_parsed_is_a_result_and_the_run_did_not_succeed(self) -> None:
        run = render(report("print x\n", "print", code="HUB901"))
        assert [result["ruleId"] for result in run["results"]] == ["HUB901"]
        assert run["invocations"][0]["executionSuccessful"] is False


class TestRules:
    def test_every_rule_about_code_is_described_within_githubs_limits(self) -> None:
        rules = registry.load(models=False)
        described = render(rules=rules)["tool"]["driver"]["rules"]
        assert [one["id"] for one in described] == [rule.code for rule in rules.rules]
        for one, rule in zip(described, rules.rules, strict=True):
            headline = catalogue.headline(rule)
            assert one["name"] == rule.name
            assert one["shortDescription"]["text"] == headline
            assert one["fullDescription"]["text"].startswith(headline)
            assert one["help"]["markdown"] == catalogue.page(rule)
            assert one.get("helpUri") in {None, *rule.references}
            assert all(len(one[key]["text"]) <= 1024 for key in ("shortDescription", "fullDescription"))
            assert len(one["properties"]["tags"]) <= 10

    def test_a_description_that_is_too_long_ends_with_a_paragraph(self) -> None:
        long = f"Short.\n\n{'word ' * 100}\n\nSuch as:\n\n{'word ' * 150}\n"
        rules = Registry([type("Long", (pack.Safe,), {"__doc__": long})()])
        (rule,) = render(rules=rules)["tool"]["driver"]["rules"]
        assert rule["fullDescription"]["text"] == f"Short.\n{'word ' * 100}".rstrip()

    def test_a_sentence_that_is_too_long_is_cut(self) -> None:
        rules = Registry([type("Long", (pack.Safe,), {"__doc__": "word " * 300})()])
        (rule,) = render(rules=rules)["tool"]["driver"]["rules"]
        assert len(rule["shortDescription"]["text"]) == 1024
        assert rule["shortDescription"]["text"].endswith("…")
