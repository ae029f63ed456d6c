"""Markdown is read back with a parser of CommonMark, as an editor reads it."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from hublint.output.markdown import WIDTH, called, fenced, listed, prose, span, wrapped

if TYPE_CHECKING:
    from markdown_it.token import Token

# Words and marks of which a sentence might be made, and those that would be taken for something else.
WORDS = (
    *[
        "tf.log",
        "a_b",
        "__init__",
        "*args",
        "**kwargs",
        "x",
        "<b>",
        "<a@b.c>",
        "[1]",
        "[a](b)",
        "![a](b)",
        "#",
        "-",
        "+",
        ">",
        "=",
        "1.",
        "2)",
        "2.21",
        "&amp;",
        "&",
    ],
    *[
        "\\",
        "\\*",
        "~~",
        "~~~",
        "_",
        "*",
        "|",
        "`",
        "``a`b``",
        "https://a.b/c_d",
        "dtype=tf.float32",
        "don't",
        "e.g.",
        "é",
        "and",
    ],
    "`a b`",
    "`tf.x(*, y)`",
)
SENTENCE = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)


def inline(markdown: str) -> list[Token]:
    """Return what a text of one paragraph is made of."""
    tokens = MarkdownIt("commonmark").parse(markdown)
    assert [token.type for token in tokens] in ([], ["paragraph_open", "inline", "paragraph_close"]), markdown
    return [part for token in tokens if token.type == "inline" for part in token.children or ()]


def read(markdown: str) -> str:
    """Return the letters that a reader sees, without blanks, which Markdown takes away beside marks."""
    return "".join("".join(part.content for part in inline(markdown)).split())


@given(SENTENCE)
@settings(max_examples=400)
@example("- a")
@example("1. a")
@example("` `tf.x(*, y)`")
@example("a *b* __c__ <d> [e](f)")
def test_a_sentence_is_read_as_it_was_written(text: str) -> None:
    marks = {part.type for part in inline(prose(text))}
    assert marks <= {"text", "code_inline", "softbreak"}
    without_spans = re.sub(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", lambda found: found[2], text)
    assert read(prose(text)) == "".join(without_spans.split())


@given(SENTENCE)
def test_lines_that_are_broken_say_the_same(text: str) -> None:
    markdown = prose(text)
    lines = wrapped(markdown).split("\n")
    assert read("\n".join(lines)) == read(markdown)
    for line in lines:
        # What stands in one span stays on one line.
        assert len(line) <= WIDTH or "`" in line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("is tf.math.log, the same", "is `tf.math.log`, the same"),
        ("with dtype=tf.float32 there", "with `dtype=tf.float32` there"),
        ("the old one is tf.compat.v1.where.", "the old one is `tf.compat.v1.where`."),
        ("needs `TF_USE_LEGACY_KERAS=1` and tf_keras", "needs `TF_USE_LEGACY_KERAS=1` and `tf_keras`"),
        ("1.15 to 2.21, see https://a.b/c_d", "1.15 to 2.21, see https://a.b/c_d"),
        ("takes *args", "takes \\*args"),
    ],
)
def test_names_are_code_and_other_marks_are_none(text: str, expected: str) -> None:
    assert prose(text) == expected


@given(st.text("ab `\n*<", min_size=1))
def test_a_span_holds_any_text(text: str) -> None:
    markdown = span(text)
    if text.split():
        assert [part.type for part in inline(markdown)] == ["code_inline"]
    assert read(markdown) == "".join(text.split())


@given(st.text("ab `~\n*<-", min_size=1))
def test_a_block_holds_any_code(text: str) -> None:
    (token,) = MarkdownIt("commonmark").parse(fenced(text))
    assert (token.type, token.info) == ("fence", "python")
    assert token.content.rstrip() == text.rstrip()


@given(st.lists(SENTENCE.filter(str.split), min_size=1, max_size=4))
def test_a_list_has_as_many_items(texts: list[str]) -> None:
    tokens = MarkdownIt("commonmark").parse(listed(map(prose, texts)))
    assert [token.type for token in tokens].count("list_item_open") == len(texts)
    assert {token.type for token in tokens if token.type.endswith("_open")} <= {
        "bullet_list_open",
        "list_item_open",
        "paragraph_open",
    }


def test_a_long_call_is_broken_and_stays_one() -> None:
    arguments = ", ".join(f"argument_{number}=None" for number in range(12))
    code = called("tf.layers.dense", arguments)
    assert code.startswith("tf.layers.dense(\n    argument_0=None, ")
    assert max(map(len, code.splitlines())) <= 88
    assert ast.dump(ast.parse(code)) == ast.dump(ast.parse(f"tf.layers.dense({arguments})"))
    assert called("tf.log", "x, name=None") == "tf.log(x, name=None)"
