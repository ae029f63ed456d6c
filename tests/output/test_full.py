from __future__ import annotations

from pathlib import Path

import pytest

from hublint.output import FileReport, concise, full
from hublint.rule import Edit, Finding, Fix, Location
from hublint.source.text import Text


def finding(
    data: bytes, spanned: str, *, code: str = "TST001", fix: Fix | None = None, note: str | None = None
) -> Finding:
    """Return a finding on the first place where a text stands."""
    text = Text(data)
    start = text.utf8.index(spanned.encode())
    end = start + len(spanned.encode())
    return Finding(
        "a.py",
        Location(*text.position(start)),
        Location(*text.position(end)),
        code,
        "is wrong; write better",
        start,
        end,
        fix,
        note,
    )


def render(data: bytes, *findings: Finding, unsafe: bool = False) -> list[str]:
    report = FileReport(Path("a.py"), data, list(findings))
    return "".join(full.render([report], unsafe=unsafe)).splitlines()


def test_the_span_is_underlined_under_its_line() -> None:
    data = b"import tensorflow as tf\n\nx = tf.loud()\n"
    assert render(data, finding(data, "tf.loud")) == [
        "TST001 is wrong; write better",
        " --> a.py:3:5",
        "  |",
        "3 | x = tf.loud()",
        "  |     ^^^^^^^",
        "  |",
        "",
    ]


@pytest.mark.parametrize("newline", [b"\n", b"\r\n", b"\r"], ids=["LF", "CRLF", "CR"])
def test_newlines_do_not_show(newline: bytes) -> None:
    data = newline.join([b"a = 1", b"b = wrong", b""])
    assert render(data, finding(data, "wrong"))[3:5] == ["2 | b = wrong", "  |     ^^^^^"]


@pytest.mark.parametrize(
    ("line", "shown", "under"),
    [
        ("\tif x: wrong", "    if x: wrong", "          ^^^^^"),
        ("x = '日本'; wrong", "x = '日本'; wrong", " " * 12 + "^^^^^"),
        ("é = wrong", "é = wrong", "    ^^^^^"),
        ("x = '\x1b[31m'; wrong", "x = '␛[31m'; wrong", " " * 13 + "^^^^^"),
    ],
    ids=["tab", "CJK", "accent", "escape sequence"],
)
def test_columns_are_those_of_a_terminal(line: str, shown: str, under: str) -> None:
    data = line.encode()
    assert render(data, finding(data, "wrong"))[3:5] == [f"1 | {shown}", f"  | {under}"]


def test_the_gutter_is_as_wide_as_the_last_line_number() -> None:
    data = b"\n" * 8 + b"f(\n  1)\n"
    assert render(data, finding(data, "f(\n  1)"))[1:7] == [
        "  --> a.py:9:1",
        "   |",
        " 9 |   f(",
        "   |  _^",
        "10 | |   1)",
        "   | |____^",
    ]


def test_a_short_block_is_shown_whole() -> None:
    data = b"x = f(\n\ta,\n\n  '\xe6\x97\xa5')\n"
    assert render(data, finding(data, "f(\n\ta,\n\n  '日')"))[2:-1] == [
        "  |",
        "1 |   x = f(",
        "  |  _____^",
        "2 | |     a,",
        "3 | |",
        "4 | |   '日')",
        "  | |_______^",
        "  |",
    ]


def test_a_long_block_is_shown_by_its_first_and_last_line() -> None:
    block = "f(\n" + "  1,\n" * 10 + ")"
    data = f"x = {block}\n".encode()
    assert render(data, finding(data, block))[3:8] == [
        " 1 |   x = f(",
        "   |  _____^",
        ".. | | (10 lines)",
        "12 | | )",
        "   | |_^",
    ]


def test_the_note_says_why_there_is_no_fix() -> None:
    data = b"wrong\n"
    assert "  = note: not rewritten: nobody knows how" in render(data, finding(data, "wrong", note="nobody knows how"))


def test_a_skeleton_is_shown_as_it_is_to_be_written() -> None:
    data = b"wrong\n"
    code = "def right():\n    return ...\n\n\nright()\n"
    found = finding(data, "wrong", note="nobody knows how")._replace(skeleton=code)
    assert render(data, found)[-7:] == [
        "  = to begin with:",
        "      def right():",
        "          return ...",
        "",
        "",
        "      right()",
        "",
    ]


class TestFixes:
    DATA = b"one\ntwo\nwrong\nfour\nfive\n"
    FIX = Fix("unsafe", "Write right", (Edit(8, 13, "right"),))

    def test_a_fix_is_a_small_diff_with_its_message_and_how_far_it_can_be_trusted(self) -> None:
        found = finding(self.DATA, "wrong", fix=self.FIX)
        assert render(self.DATA, found)[-7:-1] == [
            "  = unsafe fix: Write right",
            "    @@ -2,3 +2,3 @@",
            "     two",
            "    -wrong",
            "    +right",
            "     four",
        ]

    def test_the_mark_stands_where_the_options_given_would_apply_it(self) -> None:
        unsafe = finding(self.DATA, "wrong", fix=self.FIX)
        safe = finding(self.DATA, "wrong", fix=self.FIX._replace(applicability="safe"))
        assert render(self.DATA, unsafe)[0] == "TST001 is wrong; write better"
        assert render(self.DATA, unsafe, unsafe=True)[0] == "TST001 [*] is wrong; write better"
        assert render(self.DATA, safe)[0] == "TST001 [*] is wrong; write better"
        report = FileReport(Path("a.py"), self.DATA, [safe, unsafe])
        assert list(concise.render([report])) == [
            "a.py:3:1: TST001 [*] is wrong; write better\n",
            "a.py:3:1: TST001 is wrong; write better\n",
        ]

    def test_findings_that_share_a_fix_show_it_once(self) -> None:
        first = finding(self.DATA, "two", code="TST001", fix=self.FIX)
        second = finding(self.DATA, "wrong", code="TST002", fix=self.FIX)
        other = finding(self.DATA, "five", code="TST003", fix=Fix("safe", "Remove", (Edit(19, 24, ""),)))
        lines = render(self.DATA, first, second, other)
        assert lines.count("    +right") == 1
        assert "  = fix: together with TST001 at line 2, above" in lines
        assert lines.index("    +right") < lines.index("TST002 is wrong; write better")
        assert "  = safe fix: Remove" in lines

    def test_edits_far_apart_are_hunks_of_their_own_with_the_lines_of_the_new_file(self) -> None:
        data = b"import a\n" + b"x = 1\n" * 20 + b"old()\nlast\n"
        at = data.index(b"old")
        fix = Fix("safe", "Both", (Edit(0, 9, "import b\nimport c\n"), Edit(at, at + 3, "new")))
        lines = render(data, finding(data, "old", fix=fix))
        assert [line.strip() for line in lines if "@@" in line] == ["@@ -1,2 +1,3 @@", "@@ -21,3 +22,3 @@"]

    def test_a_rewritten_block_is_not_cut_at_a_blank_line(self) -> None:
        data = b"a1\na2\n\na3\na4\n"
        fix = Fix("safe", "All", (Edit(0, len(data), "b1\n\nb2\n"),))
        lines = [line.strip() for line in render(data, finding(data, "a1", fix=fix))]
        hunk = lines[lines.index("@@ -1,5 +1,3 @@") + 1 : -1]
        assert hunk == ["-a1", "-a2", "-", "-a3", "-a4", "+b1", "+", "+b2"]

    def test_the_last_line_may_have_no_newline_and_the_file_may_have_another_encoding(self) -> None:
        data = "# coding: latin-1\n'é'; wrong".encode("latin-1")
        at = Text(data).utf8.index(b"wrong")
        found = finding(data, "wrong", fix=Fix("safe", "Right", (Edit(at, at + 5, "right"),)))
        lines = render(data, found)
        assert "2 | 'é'; wrong" in lines
        assert lines[-3:-1] == ["    -'é'; wrong", "    +'é'; right"]


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"ok = 1\n\0\0\n"], ids=["no text", "NUL bytes"])
def test_a_file_that_is_no_source_is_named_and_not_shown(data: bytes) -> None:
    found = Finding("a.py", Location(2, 1), Location(2, 1), "HUB901", "not Python source", 0, 0)
    assert render(data, found) == ["HUB901 not Python source", " --> a.py:2:1", ""]
