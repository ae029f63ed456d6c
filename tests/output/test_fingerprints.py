from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hublint.output import FileReport
from hublint.output.fingerprints import Fingerprints, line_hashes
from hublint.source.text import Text
from tests.output.reports import TEXTS, finding, notebook, report, spans

GREETINGS = [
    "e9496ae3ebfced30:1", "fb7c023a8b9ccb3f:1", "ce8ba1a563dcdaca:1", "e20e36e16fcb0cc8:1", "b3edc88f2938467e:1",
    "c8e28b0b4002a3a0:1", "c129715d7a2bc9a3:1",
]  # fmt: skip
LOREM = [
    *(f"a7f2ff13bc495cf2:{number}" for number in range(1, 7)),
    "a7f2ff1481e87703:1", "a9cf91f7bbf1862b:1", "55ec222b86bcae53:1", "cc97dc7b1d7d8f7b:1", "c129715d7a2bc9a3:1",
]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "hashes"),
    [
        (b"", ["c129715d7a2bc9a3:1"]),
        (b" a\nb\n  \t\tc\n d", ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"]),
        (b" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n", GREETINGS),
        (b" hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r", GREETINGS),
        (b" hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n", GREETINGS),
        (b" hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n", GREETINGS),
        (b"Lorem ipsum dolor sit amet.\n" * 10, LOREM),
    ],
)
def test_the_hashes_of_lines_are_those_that_githubs_own_action_is_tested_with(data: bytes, hashes: list[str]) -> None:
    assert line_hashes(data) == hashes


@given(TEXTS)
def test_there_is_a_hash_for_each_line(text: str) -> None:
    hashes = line_hashes(text.encode())
    assert len(hashes) == len(Text(text.encode("utf-8")).line_starts)
    assert len(set(hashes)) == len(hashes)


def test_a_character_beyond_the_first_plane_counts_as_the_two_units_that_it_is_in_utf_16() -> None:
    # 37 * 0xD83D + 0xDE42, shifted by the end and the zeros behind it.
    value = 0
    for unit in (0xD83D, 0xDE42, 0xFFFF, *[0] * 97):
        value = (value * 37 + unit) % 2**64
    assert line_hashes("🙂".encode()) == [f"{value:x}:1"]


@given(st.data())
def test_no_two_findings_of_a_run_share_a_fingerprint(data: st.DataObject) -> None:
    prints = Fingerprints()
    found: list[str] = []
    number = 0
    for path in ("a.py", "b.py"):
        text = data.draw(TEXTS)
        read = Text(text.encode())
        places = data.draw(st.lists(spans(read.utf8.decode()), max_size=5))
        codes = st.sampled_from(["TST001", "TST002"])
        findings = [finding(read, place, code=data.draw(codes)) for place in places]
        found += prints.of(FileReport(Path(path), text.encode(), findings), path)
        number += len(findings)
    assert len(set(found)) == number


@given(TEXTS, TEXTS)
def test_a_finding_keeps_its_fingerprint_when_lines_are_put_round_it(above: str, below: str) -> None:
    line = "x = tf.loud()\n"
    before = Fingerprints().of(report(line, "tf.loud"), "a.py")
    data = f"# {above}\n    {line}{below}".encode()
    text = Text(data)
    start = text.utf8.index(b"x = tf.loud()") + 4
    moved = FileReport(Path("a.py"), data, [finding(text, (start, start + 7), message="another message")])
    assert Fingerprints().of(moved, "a.py") == before


def test_path_code_and_line_all_have_a_part_in_it() -> None:
    several = {
        Fingerprints().of(report("tf.loud()", "tf.loud"), "a.py")[0],
        Fingerprints().of(report("tf.loud()", "tf.loud"), "b.py")[0],
        Fingerprints().of(report("tf.loud()", "tf.loud", code="TST002"), "a.py")[0],
        Fingerprints().of(report("x = tf.loud()", "tf.loud"), "a.py")[0],
    }
    assert len(several) == 4


def test_a_cell_that_is_put_before_it_changes_nothing_in_a_notebook() -> None:
    cell = Text(b"tf.loud()")
    alone = FileReport(Path("a.ipynb"), notebook("tf.loud()"), [finding(cell, (0, 7), cell=1)])
    after = FileReport(Path("a.ipynb"), notebook("x = 1", "tf.loud()"), [finding(cell, (0, 7), cell=2)])
    assert Fingerprints().of(alone, "a.ipynb") == Fingerprints().of(after, "a.ipynb")


def test_a_file_that_is_no_text_has_one_too() -> None:
    unread = FileReport(Path("a.py"), b"# coding: no-such\n", [finding(Text(b""), (0, 0), code="HUB901")])
    assert len(Fingerprints().of(unread, "a.py")) == 1
