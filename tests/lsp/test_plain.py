from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hublint.lsp.plain import plain_text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("Write `tf.math.log`, **now**.", "Write tf.math.log, now."),
        ("`` a`b ``", "a`b"),
        ("[the page](https://example.org/a_b)", "the page (https://example.org/a_b)"),
        ("[`HUB501`](https://example.org/)", "HUB501 (https://example.org/)"),
        ("[https://example.org/](https://example.org/)", "https://example.org/"),
        ("see <https://example.org/>", "see https://example.org/"),
        ("# Title\n\ntext\n", "Title\n\ntext\n"),
        ("a\n\n```python\nx = `a`  # **b**\n```\nb `c`\n", "a\n\nx = `a`  # **b**\nb c\n"),
        (r"a\_b\*c, `a\_b`", r"a_b*c, a\_b"),
        ("2 * 3 * 4, a_b_c, a ` b", "2 * 3 * 4, a_b_c, a ` b"),
    ],
)
def test_what_markdown_says_stays_and_its_marks_go(markdown: str, text: str) -> None:
    assert plain_text(markdown) == text


@given(st.text("`*[](\\)\n#a <>", max_size=40))
def test_no_text_makes_it_raise(markdown: str) -> None:
    assert isinstance(plain_text(markdown), str)
