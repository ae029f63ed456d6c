from __future__ import annotations

import pytest

from hublint.source.edit import Edit, apply, overlap


class TestApply:
    def test_edits_are_applied_in_one_pass_in_any_order(self) -> None:
        assert apply(b"one two three", [Edit(8, 13, "3"), Edit(0, 3, "1"), Edit(4, 4, "and ")]) == b"1 and two 3"

    def test_an_edit_that_is_there_twice_is_made_once(self) -> None:
        assert apply(b"ab", [Edit(1, 1, "x"), Edit(1, 1, "x")]) == b"axb"

    def test_neighbours_may_touch(self) -> None:
        assert apply(b"abcd", [Edit(0, 2, "x"), Edit(2, 4, "y")]) == b"xy"
        assert apply(b"abcd", [Edit(0, 2, "x"), Edit(2, 2, "y")]) == b"xycd"

    def test_offsets_count_bytes(self) -> None:
        assert apply("é = 1".encode(), [Edit(5, 6, "2")]).decode() == "é = 2"

    @pytest.mark.parametrize(
        "edits",
        [
            [Edit(0, 3, ""), Edit(2, 4, "")],
            [Edit(0, 4, ""), Edit(2, 2, "x")],
            [Edit(3, 5, "")],
            [Edit(-1, 2, "")],
            [Edit(3, 2, "")],
        ],
    )
    def test_what_cannot_be_applied_is_an_error(self, edits: list[Edit]) -> None:
        with pytest.raises(ValueError, match="overlaps another one or lies outside"):
            apply(b"abcd", edits)


class TestOverlap:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (Edit(0, 3, ""), Edit(2, 5, "")),
            (Edit(0, 5, ""), Edit(2, 3, "")),
            (Edit(0, 5, ""), Edit(2, 2, "x")),
            (Edit(2, 2, "x"), Edit(2, 2, "y")),
            (Edit(2, 2, "x"), Edit(2, 4, "")),
            (Edit(0, 3, "x"), Edit(0, 3, "y")),
        ],
    )
    def test_these_exclude_each_other(self, one: Edit, other: Edit) -> None:
        assert overlap([one], [other])
        assert overlap([other], [Edit(50, 60, ""), one])

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (Edit(0, 3, ""), Edit(3, 5, "")),
            (Edit(0, 3, ""), Edit(3, 3, "x")),
            (Edit(0, 3, "same"), Edit(0, 3, "same")),
        ],
    )
    def test_these_go_together(self, one: Edit, other: Edit) -> None:
        assert not overlap([one], [other])
        assert not overlap([other], [one])
