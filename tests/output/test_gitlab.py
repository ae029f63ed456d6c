from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hublint.output import FileReport, gitlab
from hublint.registry import Registry
from hublint.source.text import Text
from tests.cli import pack
from tests.output.reports import RULES, SCHEMAS, TEXTS, finding, notebook, report, spans

if TYPE_CHECKING:
    from hublint.rule import Severity

SCHEMA = json.loads((SCHEMAS / "gitlab-code-quality.json").read_bytes())


def render(*files: FileReport, rules: Registry = RULES) -> list[dict[str, Any]]:
    document: list[dict[str, Any]] = json.loads("".join(gitlab.render(files, rules)))
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    return document


def test_the_schema_is_one_and_refuses_what_gitlab_cannot_show() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    (issue,) = render(report("tf.loud()", "tf.loud"))
    for key in issue:
        lacking = {name: value for name, value in issue.items() if name != key}
        assert not jsonschema.Draft202012Validator(SCHEMA).is_valid([lacking])


def test_a_finding_is_an_issue_with_all_that_gitlab_shows() -> None:
    (issue,) = render(report("import a\nx = f(\n  1)\n", "f(\n  1)"))
    assert len(issue.pop("fingerprint")) == 32
    assert issue == {
        "description": "TST001: is wrong; write better",
        "check_name": "TST001",
        "severity": "major",
        "location": {"path": "a.py", "lines": {"begin": 2, "end": 3}},
    }


def test_nothing_found_is_an_empty_list() -> None:
    assert render() == []


@pytest.mark.parametrize(
    ("severity", "expected"),
    [("error", "critical"), ("warning", "major"), ("information", "minor"), ("hint", "info")],
)
def test_the_severity_is_that_of_the_rule(severity: Severity, expected: str) -> None:
    rules = Registry([type("Severe", (pack.Safe,), {"severity": severity})()])
    assert render(report("tf.loud()", "tf.loud"), rules=rules)[0]["severity"] == expected


@given(st.data())
def test_whatever_is_found_the_report_is_valid_and_its_fingerprints_differ(data: st.DataObject) -> None:
    files = []
    for path in ("a.py", "b.py"):
        text = Text(data.draw(TEXTS).encode())
        places = data.draw(st.lists(spans(text.utf8.decode()), max_size=4))
        found = [finding(text, place, message=data.draw(TEXTS)) for place in places]
        files.append(FileReport(Path(path), text.raw, found))
    issues = render(*files)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)


def test_the_line_in_a_notebook_is_that_of_its_file_and_the_description_names_the_cell() -> None:
    data = notebook("import a", "x = 1\ntf.loud()\n")
    one = finding(Text(b"x = 1\ntf.loud()\n"), (6, 13), cell=2)
    (issue,) = render(FileReport(Path("n.ipynb"), data, [one]))
    assert "tf.loud" in data.decode().splitlines()[issue["location"]["lines"]["begin"] - 1]
    assert issue["description"] == "TST001: is wrong; write better (cell 2, line 2)"


def test_paths_are_told_from_the_projects_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "part").mkdir()
    monkeypatch.chdir(tmp_path / "part")
    monkeypatch.setenv("CI_PROJECT_DIR", str(tmp_path))
    assert render(report("tf.loud()", "tf.loud"))[0]["location"]["path"] == "part/a.py"
