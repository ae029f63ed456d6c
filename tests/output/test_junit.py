from __future__ import annotations

import re
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import xmlschema
from hypothesis import given

from hublint.output import Failure, FileReport, junit
from hublint.source.text import Text
from tests.output.reports import RULES, SCHEMAS, TEXTS, finding, notebook, report

SCHEMA: Final = xmlschema.XMLSchema(SCHEMAS / "junit-10.xsd")


def render(*files: FileReport, failures: tuple[Failure, ...] = ()) -> ET.Element:
    text = "".join(junit.render(files, RULES, failures))
    assert text.isascii()
    SCHEMA.validate(text)
    return ET.fromstring(text)  # noqa: S314 - we wrote it


def test_a_file_is_a_suite_and_a_finding_a_failed_test() -> None:
    root = render(report("import a\nx = tf.loud()\ny = tf.loud\n", "tf.loud", "loud\n"), report("x", "x", path="b.py"))
    assert root.attrib == {"name": "hublint", "tests": "3", "failures": "3", "errors": "0"}
    assert [suite.attrib for suite in root] == [
        {"name": "a.py", "tests": "2", "failures": "2", "errors": "0"},
        {"name": "b.py", "tests": "1", "failures": "1", "errors": "0"},
    ]
    case = root[0][0]
    assert case.attrib == {"classname": "a.py", "name": "TST001 safe, line 2, column 5"}
    assert case[0].tag == "failure"
    assert case[0].attrib == {"type": "TST001", "message": "is wrong; write better"}
    assert case[0].text == "a.py:2:5: TST001 is wrong; write better"


def test_nothing_found_is_one_test_that_passed() -> None:
    root = render()
    assert root.attrib == {"name": "hublint", "tests": "1", "failures": "0", "errors": "0"}
    assert [(case.get("name"), len(case)) for case in root.iter("testcase")] == [("nothing found", 0)]


def test_what_could_not_be_checked_is_an_error() -> None:
    root = render(failures=(Failure(Path("a.py"), "a.py: cannot be read"), Failure(None, "nothing there")))
    assert root.attrib == {"name": "hublint", "tests": "2", "failures": "0", "errors": "2"}
    assert [suite.get("name") for suite in root] == ["a.py", "hublint"]
    assert [error.text for error in root.iter("error")] == ["a.py: cannot be read", "nothing there"]


def test_no_two_tests_of_a_suite_have_one_name() -> None:
    names = [case.get("name") for case in render(report("tf.loud()", "tf.loud", "tf.loud")).iter("testcase")]
    assert names == ["TST001 safe, line 1, column 1", "TST001 safe, line 1, column 1 (2)"]


def test_a_cell_is_named() -> None:
    one = finding(Text(b"tf.loud()"), (0, 7), cell=1, filename="n.ipynb")
    root = render(FileReport(Path("n.ipynb"), notebook("tf.loud()"), [one]))
    assert root[0][0].get("name") == "TST001 safe, cell 1, line 1, column 1"
    assert root[0][0][0].text == "n.ipynb:cell 1:1:1: TST001 is wrong; write better"


@given(TEXTS)
def test_whatever_a_message_holds_the_document_is_valid_and_gives_it_back(message: str) -> None:
    possible = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", message)
    failure = render(report("tf.loud()", "tf.loud", message=message))[0][0][0]
    assert failure.get("message") == possible
    assert failure.text == f"a.py:1:1: TST001 {possible}"


def test_what_xml_cannot_hold_has_a_mark() -> None:
    failure = render(report("tf.loud()", "tf.loud", message="bell \a, half \ud83d, none \ufffe"))[0][0][0]
    assert failure.get("message") == "bell \ufffd, half \ufffd, none \ufffd"
