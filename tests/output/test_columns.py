from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hublint.output.columns import WIDEST, plain, show


def columns(text: str) -> int:
    """Return how many columns a terminal gives a text, told by the Unicode database alone."""
    widths = {"W": 2, "F": 2}
    return sum(
        0 if unicodedata.category(character) in {"Mn", "Me"} else widths.get(unicodedata.east_asian_width(character), 1)
        for character in text
    )


@pytest.mark.parametrize(
    ("line", "start", "end", "before", "width"),
    [
        ("x = tf.loud()", 4, 11, 4, 7),
        ("\tx = tf.loud()", 5, 12, 8, 7),
        ("日本 = tf.loud()", 5, 12, 7, 7),
        ("'日本' + a", 0, 4, 0, 6),
        ("e\u0301 = b", 5, 6, 4, 1),
        ("\uff46 = b", 4, 5, 5, 1),
        ("a\x0cb", 2, 3, 2, 1),
        ("ab", 1, 1, 1, 1),
        ("ab", 9, 9, 9, 1),
    ],
    ids=[
        "plain",
        "a tab is four columns",
        "wide before the span",
        "wide in the span",
        "a combining accent takes no column",
        "a full-width letter takes two",
        "a form feed is one",
        "an empty span points at its place",
        "behind the end of the line",
    ],
)
def test_the_span_stands_where_a_terminal_shows_it(line: str, start: int, end: int, before: int, width: int) -> None:
    _, shown_start, shown_width = show(line, start, end)
    assert (shown_start, shown_width) == (before, width)


@pytest.mark.parametrize("character", ["\x1b", "\x00", "\x07", "\x7f", "\x9b", "\u202e", "\u2066", "\u2028", "\ufeff"])
def test_what_steers_a_terminal_is_not_printed(character: str) -> None:
    shown = plain(f"a = '{character}[31m'")
    assert character not in shown
    assert columns(shown) == len("a = '?[31m'")


def test_a_long_line_is_cut_round_the_span() -> None:
    line = "x" * 500 + "SPAN" + "y" * 500
    shown, start, width = show(line, 500, 504)
    assert shown[start : start + width] == "SPAN"
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) <= WIDEST + 2


@given(
    line=st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=400),
    data=st.data(),
)
def test_for_any_line_the_span_lies_in_what_is_shown(line: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(line)))
    end = data.draw(st.integers(start, len(line)))
    shown, shown_start, width = show(line, start, end)
    assert shown == plain(shown)
    assert columns(shown) <= WIDEST + 2
    assert width >= 1
    if start < end:
        assert shown_start + width <= columns(shown) + 1
    if columns(plain(line)) <= WIDEST and "…" not in line:
        assert shown_start == columns(plain(line[:start]))
        assert width == max(1, columns(plain(line[start:end])))
