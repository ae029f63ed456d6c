"""What the terminal says of a campaign."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hublint.migrate import report
from hublint.migrate.report.terminal import _lengths
from tests.migrate.report.made import CAMPAIGN, RECORDS, RULES, Reports, hostile, item, record, reports, whole

if TYPE_CHECKING:
    from hublint.migrate.record import Record


def told(repositories: Reports, page: Path | None = None, *, encoding: str = "utf-8") -> str:
    file = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n")
    report.summary(CAMPAIGN, repositories, RULES, file=file, report=page)
    file.flush()
    buffer = file.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode(encoding)


@pytest.fixture(autouse=True)
def _width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)


def test_it_tells_how_far_what_was_verified_what_is_left_and_where_the_report_is() -> None:
    assert told(whole(), Path("report/index.html")) == EXPECTED


EXPECTED = """\
files                    native compat manual broken unparseable
first             before      1      0      0      4           1  █████xxxxxxxxxxxxxxxxxxxxxxxx?????
                  after       2      1      1      1           1  ██████████████▓▓▓▓▓▒▒▒▒▒xxxxx?????
second            before      0      0      0      2           0  xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
                  after       0      0      0      2           0  xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
  not finished: the user stopped it
all repositories  before      1      0      0      6           1  ████xxxxxxxxxxxxxxxxxxxxxxxxxx????
                  after       2      1      1      3           1  ████████▓▓▓▓▒▒▒▒xxxxxxxxxxxxxx????
4 files of 10 rewritten by 5 fixes; 8 findings before, 5 findings left.
Verified: 2 programs and 3 exports, by TensorFlow 2.21.0, Python 3.11.7: 1 agree, 1 differ.
1 rewrite was not kept, or only in part: first/src/models/deep/export.py: output 'y' is 1 in old and 2 in new
A person still has to do, the greatest effect first:
  1  These files cannot be parsed, so nothing is known of them; bring them to Python 3 or leave them out.
     1 file; first/src/readers/old.py:3
  2  These files could not be migrated; see why.
     1 file; second/odd.py
  3  HUB101 A session runs a TensorFlow 1 graph, and TensorFlow 2 has neither.
     2 places in 2 files, 1 of them broken; frees 1 file; first/src/models/deep/train.py:12
  4  HUB507 `tf.contrib` was removed, and its parts live on in many places or nowhere.
     2 places in 2 files, 1 of them broken; frees 2 files; first/src/models/deep/train.py:40
  5  These files are not done, and no finding says why; look at what they use.
     1 file, 1 of them broken; second/quiet.py
Report: report/index.html
"""


def test_a_repository_that_was_not_finished_says_why() -> None:
    assert "  not finished: the user stopped it\n" in told(whole())


def test_of_many_tasks_the_first_ten_are_told() -> None:
    found = tuple(item(f"NEW{number:03}") for number in range(12))
    text = told(reports(record(after="broken", found=found)))
    assert " 10  NEW009" in text
    assert "NEW010" not in text
    assert "and 2 more, in the report" in text


def test_of_many_repositories_those_with_the_most_left_are_told() -> None:
    many = [one for number in range(30) for one in reports(record(after="native"), name=f"done{number:02}")]
    text = told([*many, *reports(record(after="broken"), name="undone")])
    first, *_ = text.splitlines()[1:]
    assert first.startswith("undone")
    assert "and 11 repositories with less left to do" in text


def test_without_unicode_bars_are_of_plain_characters() -> None:
    text = told(whole(), encoding="ascii")
    assert "#" in text
    assert "x" in text


def test_nothing_in_it_steers_the_terminal_and_brackets_are_brackets() -> None:
    text = told(hostile())
    assert not [character for character in text if not character.isprintable() and character != "\n"]
    assert "[bold]not bold[/bold]" in text


def test_a_terminal_gets_colours_and_lines_of_its_width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    assert "\x1b[32m" in told(whole())


@given(st.lists(RECORDS, max_size=4))
def test_the_lines_of_the_table_are_aligned(records: list[Record]) -> None:
    head, *lines = told(reports(*records)).splitlines()
    end = len(head)
    table = [line for line in lines if line[16:24].strip() in {"before", "after"}][:2]
    assert [line[:end].rstrip()[-1].isdigit() for line in table] == [True, True]
    assert {len(line[:end].rstrip()) for line in table} == {end}


@given(
    st.dictionaries(st.sampled_from(["native", "compat", "manual", "broken", "unparseable"]), st.integers(0, 9999)),
    st.integers(10, 40),
)
def test_a_bar_is_as_wide_as_it_should_be_and_shows_all_there_is(counted: dict[str, int], width: int) -> None:
    lengths = dict(_lengths(counted, width))  # type: ignore[arg-type]
    assert lengths.keys() == {standing for standing, number in counted.items() if number}
    assert all(length >= 1 for length in lengths.values())
    assert sum(lengths.values()) == (width if lengths else 0)
