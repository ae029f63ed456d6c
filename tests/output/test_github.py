from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hublint.output import Failure, FileReport, github
from hublint.output.paths import Root
from hublint.registry import Registry
from hublint.source.text import Text
from tests.cli import pack
from tests.output.reports import RULES, TEXTS, finding, notebook, report

if TYPE_CHECKING:
    from hublint.rule import Severity

NAMES = TEXTS.map(lambda text: re.sub(r"[\0/]", "", text)).filter(lambda text: text not in {"", ".", "..", "-"})


def read_back(line: str) -> tuple[str, dict[str, str], str]:
    """Read a command as the runner does: its name, its properties and its message."""
    opening, head, message = line.split("::", 2)
    assert opening == ""
    name, _, properties = head.partition(" ")
    pairs = (one.partition("=") for one in properties.split(","))
    return name, {key: unescaped(value, ":,") for key, _, value in pairs}, unescaped(message)


def unescaped(text: str, marks: str = "") -> str:
    for mark in f"\r\n{marks}%":
        text = text.replace(f"%{ord(mark):02X}", mark)
    return text


def render(*files: FileReport, failures: tuple[Failure, ...] = (), rules: Registry = RULES) -> list[str]:
    lines = list(github.render(files, rules, failures))
    assert all(line.endswith("\n") for line in lines)
    return [line[:-1] for line in lines]


def test_a_finding_is_a_command_with_its_place() -> None:
    (line,) = render(report("import a\nx = tf.loud()\n", "tf.loud"))
    assert line == (
        "::warning title=hublint TST001,file=a.py,line=2,endLine=2,col=5,endColumn=12"
        "::a.py:2:5: TST001 is wrong; write better"
    )


def test_one_over_several_lines_names_no_columns() -> None:
    (line,) = render(report("x = f(\n  1)\n", "f(\n  1)"))
    assert read_back(line)[1] == {"title": "hublint TST001", "file": "a.py", "line": "1", "endLine": "2"}


@pytest.mark.parametrize(
    ("severity", "command"),
    [("error", "error"), ("warning", "warning"), ("information", "notice"), ("hint", "notice")],
)
def test_the_severity_of_the_rule_is_the_command(severity: Severity, command: str) -> None:
    rules = Registry([type("Severe", (pack.Safe,), {"severity": severity})()])
    assert read_back(render(report("tf.loud()", "tf.loud"), rules=rules)[0])[0] == command


@given(TEXTS, NAMES)
def test_every_message_and_name_is_read_back(message: str, name: str) -> None:
    (line,) = render(report("tf.loud()", "tf.loud", message=message, path=name))
    assert not re.search(r"[\r\n]", line)
    command, properties, told = read_back(line)
    assert command == "warning"
    assert properties["file"] == Root().told(Path(name))
    assert told == f"{name}:1:1: TST001 {message}"


@given(st.text())
def test_every_failure_is_read_back(sentence: str) -> None:
    (line,) = render(failures=(Failure(Path("b,c.py"), sentence),))
    assert read_back(line) == ("error", {"title": "hublint", "file": "b,c.py"}, sentence)


def test_a_failure_without_a_path_names_none() -> None:
    assert render(failures=(Failure(None, "nothing there"),)) == ["::error title=hublint::nothing there"]


def test_the_line_in_a_notebook_is_that_of_its_file_and_the_message_names_the_cell() -> None:
    data = notebook("import a", "x = 1\ntf.loud()\n")
    one = finding(Text(b"x = 1\ntf.loud()\n"), (6, 13), cell=2, filename="n.ipynb")
    (line,) = render(FileReport(Path("n.ipynb"), data, [one]))
    _, properties, message = read_back(line)
    assert "tf.loud" in data.decode().splitlines()[int(properties["line"]) - 1]
    assert message == "n.ipynb:cell 2:2:1: TST001 is wrong; write better"


def test_standard_input_is_annotated_nowhere() -> None:
    assert render(report("tf.loud()", "tf.loud", path="-")) == [
        "::warning title=hublint TST001::-:1:1: TST001 is wrong; write better"
    ]


def test_paths_are_told_from_the_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "part").mkdir()
    monkeypatch.chdir(tmp_path / "part")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    assert "file=part/a.py," in render(report("tf.loud()", "tf.loud"))[0]
