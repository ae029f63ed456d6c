"""The edits between two texts: right for any two, and no larger than what changed."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hublint.source.edit import Edit, apply
from hublint.source.minimal import minimal_edits

LINES = st.lists(st.sampled_from(["", "a", "b", "ab", "x = 1", "模🙂", "模", "é", "e\u0301", "\f", "\u2028", "  a"]))
ENDINGS = st.sampled_from(["\n", "\r\n", "\r", ""])
TEXTS = st.lists(st.tuples(st.sampled_from(["", "a", "ba", "模🙂", "模", "\f"]), ENDINGS), max_size=12).map(
    lambda lines: "".join(line + end for line, end in lines)
)


def check(before: bytes, after: bytes) -> list[Edit]:
    edits = minimal_edits(before, after)
    assert apply(before, edits) == after
    assert edits == sorted(edits)
    for one, two in pairwise(edits):
        assert one.end < two.start, "two edits never touch"
    for edit in edits:
        assert before[edit.start : edit.end] != edit.replacement.encode()
        before[: edit.start].decode()  # raises inside a character
        before[: edit.end].decode()
        for place in (edit.start, edit.end):
            assert before[max(0, place - 1) : place + 1] != b"\r\n"
    return edits


class TestAnyTexts:
    @settings(max_examples=1000)
    @given(TEXTS, TEXTS)
    def test_the_edits_make_the_one_of_the_other(self, before: str, after: str) -> None:
        assert bool(check(before.encode(), after.encode())) == (before != after)

    @given(LINES, LINES)
    def test_equal_lines_round_the_change_stay_out_of_it(self, before: list[str], after: list[str]) -> None:
        head, tail = ["begin", "a"], ["a", "end"]
        one, two = ("\n".join((*head, *lines, *tail, "")).encode() for lines in (before, after))
        for edit in check(one, two):
            assert len(b"begin\na\n") <= edit.start
            assert edit.end <= len(one) - len(b"end\n")

    @given(st.lists(st.booleans(), max_size=40), st.sampled_from(["\n", "\r\n"]))
    def test_lines_that_did_not_change_are_in_no_edit(self, changed: list[bool], newline: str) -> None:
        lines = [f"line {number}{newline}".encode() for number in range(len(changed))]
        after = [line.replace(b"line", b"row") if new else line for line, new in zip(lines, changed, strict=True)]
        edits = check(b"".join(lines), b"".join(after))
        at = 0
        for line, new in zip(lines, changed, strict=True):
            touched = [edit for edit in edits if edit.start < at + len(line) and edit.end > at]
            assert bool(touched) == new
            at += len(line)


class TestShapes:
    @pytest.mark.parametrize(
        ("before", "after", "expected"),
        [
            ("a = tf.log(x)\n", "a = tf.math.log(x)\n", [Edit(7, 7, "math.")]),
            ("a\nb\nc\n", "a\nc\n", [Edit(2, 4, "")]),
            ("a\nc\n", "a\nb\nc\n", [Edit(2, 2, "b\n")]),
            ("a\nb\nc\nd\n", "A\nb\nc\nD\n", [Edit(0, 1, "A"), Edit(6, 7, "D")]),
            ("a\r\nb\r\n", "a\r\nB\r\n", [Edit(3, 4, "B")]),
            ("a\n", "a\r\n", [Edit(1, 2, "\r\n")]),
            ("a\r\n", "a\n", [Edit(1, 3, "\n")]),
            ("模\n", "模型\n", [Edit(3, 3, "型")]),
            ("é\n", "è\n", [Edit(0, 2, "è")]),
            ("a", "a\n", [Edit(1, 1, "\n")]),
            ("", "a\n", [Edit(0, 0, "a\n")]),
        ],
    )
    def test_of_small_texts(self, before: str, after: str, expected: list[Edit]) -> None:
        assert check(before.encode(), after.encode()) == expected


class TestLongTexts:
    def test_small_changes_in_a_long_file_are_small_edits(self) -> None:
        before = [f"x{number} = tf.log({number % 31})\n" if number % 3 else "\n" for number in range(10_000)]
        after = list(before)
        for number in range(100, 10_000, 100):
            after[number] = f"changed {number}\n"
        del after[5000:5010]
        # One of the 99 changed lines is among those that are gone.
        assert len(check("".join(before).encode(), "".join(after).encode())) == 98 + 1

    def test_two_long_files_that_share_nothing_to_hold_on_to_are_one_edit(self) -> None:
        before, after = b"a\nb\n" * 20_000, b"b\nc\n" * 20_000
        assert len(check(before, after)) == 1
