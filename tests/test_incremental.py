"""The findings of a document that is edited, held against those of whole passes over the same text."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hublint import engine, registry
from hublint.incremental import Incremental
from hublint.registry import Registry
from hublint.rule import Draft, Example, Rule, Target
from hublint.source.text import Text
from tests.source.test_pieces import CASES, TYPED, Typed, typed_into

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from hublint.rule import Finding, Use

RULES = registry.load(models=False)
PROGRAM = """\
import tensorflow as tf


def build(x):
    return tf.nn.relu(x)


def run(x):
    with tf.Session() as sess:
        return sess.run(x)


def feed():
    return tf.placeholder(tf.float32)
"""


def opened(text: str | bytes, rules: Registry = RULES, path: Path | None = None) -> Incremental:
    """Return a document that has been opened and judged."""
    utf8 = text.encode() if isinstance(text, str) else text
    document = Incremental(utf8, rules, filename="-", path=path, target=Target.newest)
    assert document.settle(document.judge())
    return document


def checked(utf8: bytes, rules: Registry = RULES, path: Path | None = None) -> engine.Checked:
    return engine.check(Text.decoded(utf8), rules, path=path, target=Target.newest, fixes=False)


def replace(document: Incremental, old: str, new: str) -> None:
    """Edit the first place that spells `old`."""
    at = document.utf8.index(old.encode())
    document.edit(at, at + len(old.encode()), new.encode())


def said(findings: list[Finding]) -> list[tuple[int, str]]:
    return [(finding.location.row, finding.code) for finding in findings]


class Everywhere(Rule):
    """Speaks of every `tf.a`, and counts how often it is asked."""

    code = "ACME1"
    name = "everywhere"
    since = "0.1"
    applicability = "manual"
    names = ("tensorflow.a",)
    examples = (Example("x"),)
    references = ("https://example.org/",)

    def __init__(self) -> None:
        """Begin to count."""
        self.asked = 0

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report every use."""
        del target
        self.asked += 1
        yield Draft(use.node, "a")


class TestEditing:
    def test_a_statement_that_is_edited_is_judged_at_once(self) -> None:
        document = opened(PROGRAM)
        replace(document, "tf.nn.relu(x)", "tf.placeholder(x)")
        assert not document.exact
        assert document.findings == checked(document.utf8).findings
        assert (5, "HUB102") in said(document.findings)
        replace(document, "tf.placeholder(x)", "x")
        assert (5, "HUB102") not in said(document.findings)
        assert document.findings == checked(document.utf8).findings

    def test_only_what_was_edited_is_judged(self) -> None:
        rule = Everywhere()
        document = opened("import tensorflow as tf\n" + "def f():\n    tf.a\n" * 50, Registry([rule]))
        rule.asked = 0
        replace(document, "tf.a", "tf.a, tf.a")
        assert rule.asked == 2
        assert len(document.findings) == 51

    def test_lines_that_are_added_and_taken_away_move_what_is_below(self) -> None:
        document = opened(PROGRAM)
        replace(document, "    return tf.nn.relu(x)\n", "    y = tf.Session()\n\n    return y\n")
        assert document.findings == checked(document.utf8).findings
        replace(document, "def build(x):\n    y = tf.Session()\n\n    return y\n\n\n", "")
        assert document.findings == checked(document.utf8).findings

    def test_an_edit_across_statements_is_judged_too(self) -> None:
        document = opened(PROGRAM)
        replace(document, "relu(x)\n\n\ndef run(x):\n    with tf.Ses", "conv2d(x)\n\n\ndef run(y):\n    with tf.Ses")
        assert document.findings == checked(document.utf8).findings

    def test_while_the_text_cannot_be_read_the_findings_move_along(self) -> None:
        document = opened(PROGRAM)
        before = said(document.findings)
        replace(document, "return tf.nn.relu(x)", "y = (\n\n    return tf.nn.relu(x)")
        assert said(document.findings) == [(row + 2, code) for row, code in before]
        document.settle(document.judge())
        assert not document.parsed
        assert document.exact
        assert said(document.findings) == [(row + 2, code) for row, code in before]
        replace(document, "y = (\n\n    return", "return")
        assert document.findings == checked(document.utf8).findings

    def test_two_statements_that_were_broken_one_behind_the_other_are_judged_once_both_can_be_read(self) -> None:
        document = opened(PROGRAM)
        replace(document, "return tf.nn.relu(x)", "return tf.placeholder(x")
        replace(document, "tf.placeholder(tf.float32)", "tf.Session()")
        assert (14, "HUB101") not in said(document.findings)
        replace(document, "tf.placeholder(x", "tf.placeholder(x)")
        assert document.findings == checked(document.utf8).findings

    def test_a_text_that_was_never_read_says_so(self) -> None:
        document = opened("# tensorflow.Session\nimport tensorflow as tf\n\ntf.Session(\n")
        assert said(document.findings) == [(4, "HUB901")]
        document.edit(0, 0, b"\n\n")
        assert said(document.findings) == [(6, "HUB901")]
        replace(document, "tf.Session(\n", "tf.Session()\n")
        document.settle(document.judge())
        assert document.findings == checked(document.utf8).findings
        replace(document, "tf.Session()", "tf.Session(")
        document.settle(document.judge())
        assert "HUB901" not in {finding.code for finding in document.findings}

    def test_a_finding_that_is_typed_in_keeps_its_place_until_it_is_judged(self) -> None:
        document = opened(PROGRAM)
        (session,) = [finding for finding in document.findings if finding.code == "HUB101"]
        at = document.utf8.index(b"sion()")
        document.edit(at, at, b"(")
        (moved,) = [finding for finding in document.findings if finding.code == "HUB101"]
        assert (moved.start, moved.end - moved.start) == (session.start, session.end - session.start + 1)

    @pytest.mark.parametrize(
        ("old", "new", "left"),
        [
            ("tf.Session()", "(", None),
            (" tf.Session() as", " ((", None),
            ("with tf.Ses", "((", "sion"),
            ("sion() as sess", "((", "tf.Ses"),
        ],
    )
    def test_a_finding_that_is_partly_replaced_is_shortened(self, old: str, new: str, left: str | None) -> None:
        document = opened(PROGRAM)
        replace(document, old, new)
        found = [document.utf8[one.start : one.end].decode() for one in document.findings if one.code == "HUB101"]
        assert [text.partition("(")[0] for text in found] == ([] if left is None else [left])

    def test_imports_that_change_are_judged_by_the_whole_pass(self) -> None:
        document = opened(PROGRAM)
        replace(document, "tensorflow as tf", "tensorflow as tensor")
        document.settle(document.judge())
        assert document.findings == []
        replace(document, "tensorflow as tensor", "tensorflow as tf")
        document.settle(document.judge())
        assert said(document.findings) == said(checked(PROGRAM.encode()).findings)

    def test_what_a_rule_says_once_for_a_file_stays_said_once(self) -> None:
        code = (
            "import tensorflow.compat.v1 as tf\n\n\ndef f():\n    x = tf.placeholder(tf.float32)\n\n\n"
            "def g():\n    x = tf.placeholder(tf.float32)\n    z = 1\n\n\n"
            "if __name__ == '__main__':\n    f()\n    g()\n"
        )
        document = opened(code)
        assert [row for row, rule in said(document.findings) if rule == "HUB514"] == [5]
        replace(document, "z = 1", "z = 2")
        assert document.findings == checked(document.utf8).findings
        replace(document, "def f():\n", "def f():\n    x = tf.placeholder(tf.int32)\n")
        assert document.findings == checked(document.utf8).findings

    def test_ignore_comments_are_heeded_as_they_are_typed(self) -> None:
        document = opened(PROGRAM)
        for old, new in [
            ("with tf.Session() as sess:", "with tf.Session() as sess:  # hublint: ignore[HUB101]"),
            ("ignore[HUB101]", "ignore[HUB1]"),
            ("ignore[HUB1]", "ignore[HUB301]"),
            ("  # hublint: ignore[HUB301]", ""),
            ("def feed", "# hublint: ignore[HUB102]\ndef feed"),
            ("tf.placeholder(tf.float32)", "x"),
        ]:
            replace(document, old, new)
            assert document.findings == checked(document.utf8).findings, new

    def test_an_ignore_comment_for_the_file_silences_what_is_typed_elsewhere(self) -> None:
        document = opened("# hublint: ignore-file[HUB102]\n" + PROGRAM)
        replace(document, "tf.nn.relu(x)", "tf.placeholder(x)")
        assert document.findings == checked(document.utf8).findings

    @pytest.mark.parametrize("newline", ["\r\n", "\r"])
    def test_other_newlines_and_wide_characters_are_counted(self, newline: str) -> None:
        document = opened(PROGRAM.replace("\n", newline).replace("def build", "def 模型, build".replace(", ", "_")))
        replace(document, "tf.nn.relu(x)", f"'🙂é', tf.placeholder(x){newline}")
        assert document.findings == checked(document.utf8).findings

    def test_a_byte_order_mark_is_no_part_of_the_offsets(self) -> None:
        document = opened(b"\xef\xbb\xbf" + PROGRAM.encode())
        replace(document, "tf.nn.relu(x)", "tf.placeholder(x)")
        assert document.findings == checked(document.utf8).findings
        document.edit(0, 3, b"")
        assert document.findings == []
        document.settle(document.judge())
        assert document.findings == checked(document.utf8).findings

    def test_a_defect_of_a_rule_is_left_to_the_whole_pass(self) -> None:
        class Defective(Everywhere):
            def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
                if self.asked:
                    raise RuntimeError
                yield from super().check(use, target)

        document = opened("import tensorflow as tf\n\ntf.a\n", Registry([Defective()]))
        replace(document, "\n\n", "\n\nx, ")
        assert [document.utf8[one.start : one.end] for one in document.findings] == [b"tf.a"]

    def test_requirements_move_along_and_are_judged_whole(self, tmp_path: Path) -> None:
        path = tmp_path / "requirements.txt"
        document = opened("tensorflow==2.21.0\nkeras==2.15.0\n", path=path)
        assert document.findings
        replace(document, "tensorflow==", "# at the top\ntensorflow==")
        assert document.findings == checked(document.utf8, path=path).findings


class TestJudging:
    def test_a_judgement_of_an_older_text_is_not_taken_over(self) -> None:
        document = opened(PROGRAM)
        judgement = document.judge()
        replace(document, "tf.Session()", "None")
        before = document.findings
        assert not document.settle(judgement)
        assert document.findings == before
        assert not document.exact

    def test_judging_changes_nothing(self) -> None:
        document = opened(PROGRAM)
        replace(document, "tf.Session()", "tf.Session(), tf.Session()")
        before = list(document.findings)
        document.judge()
        assert document.findings == before
        assert not document.exact

    def test_it_can_be_given_up(self) -> None:
        document = opened(PROGRAM)
        with pytest.raises(engine.Stopped):
            document.judge(stopped=lambda: True)

    def test_the_source_is_the_last_text_that_could_be_read(self) -> None:
        document = opened(PROGRAM)
        assert document.source is not None
        assert document.source.text.utf8 == PROGRAM.encode()
        replace(document, "tf.Session()", "tf.Session(")
        document.settle(document.judge())
        assert document.source.text.utf8 == PROGRAM.encode()


@settings(max_examples=100)
@given(st.sampled_from(CASES), st.lists(st.tuples(TYPED, st.booleans()), max_size=5))
def test_a_whole_pass_is_always_what_a_check_finds(path: Path, edits: list[tuple[Typed, bool]]) -> None:
    document = opened(path.read_bytes())
    found = document.findings
    assert found == checked(document.utf8).findings
    for edit, judged in edits:
        start, end, utf8 = typed_into(document.utf8, edit)
        document.edit(start, end, edit.replacement.encode())
        assert document.utf8 == utf8
        assert document.findings == engine.in_order(document.findings)
        text = Text.decoded(utf8)
        for finding in document.findings:
            if finding.code != engine.CANNOT_PARSE:
                assert finding.location == text.position(finding.start)
                assert finding.end_location == text.position(finding.end)
        if judged:
            assert document.settle(document.judge())
            whole = checked(utf8)
            assert document.parsed == whole.parsed
            assert not whole.parsed or document.findings == whole.findings


WORDS = re.compile(rb"(?<=[ (,=\[])[A-Za-z_][\w.]*(?=[ ,)(\]\n])")
TYPED_WORDS = (b"x", b"tf.placeholder", b"tf.Session()", b"tf.nn.relu(x)", b"self.y", b"model.save", b"1", b"'out'")


def test_what_is_judged_at_once_is_nearly_always_what_a_whole_pass_finds() -> None:
    """Words of real-looking programs are replaced; what depends on the whole file may be told late, and is rare."""
    chosen = random.Random(7)  # noqa: S311 - the same programs each time
    same = different = 0
    for path in chosen.sample(CASES, 150):
        document = opened(path.read_bytes())
        for _ in range(4):
            words = list(WORDS.finditer(document.utf8))
            if not words:
                break
            word = chosen.choice(words)
            before = document.utf8
            replacement = chosen.choice(TYPED_WORDS)
            document.edit(word.start(), word.end(), replacement)
            whole = checked(document.utf8)
            if not whole.parsed:
                document.edit(word.start(), word.start() + len(replacement), word.group())
                assert document.utf8 == before
            elif document.findings == whole.findings:
                same += 1
            else:
                different += 1
                assert document.settle(document.judge())
                assert document.findings == whole.findings
    assert same > 300
    assert different < same / 15
