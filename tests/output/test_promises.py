from __future__ import annotations

import io

import pytest

from hublint.inspection import Promise
from hublint.output import promises

SIGNS: promises.Marks = {True: "+", False: "x", None: "."}


def test_the_columns_stand_under_their_names_and_what_was_not_tried_has_no_row() -> None:
    found = [
        Promise("HUB601", "holds no optimizer", (False, None, None)),
        Promise("HUB701", "loads", (None, True, False)),
        Promise("HUB702", "answers", (None, None, None)),
    ]
    assert "".join(promises.render(found, ["CPU:0", "GPU:0"], SIGNS, "  ")) == (
        "                              files  CPU:0  GPU:0\n"
        "  HUB601  holds no optimizer    x      .      .\n"
        "  HUB701  loads                 .      +      x\n"
    )


def test_a_model_that_nothing_was_tried_of_has_no_table() -> None:
    assert list(promises.render([Promise("HUB701", "loads", (None, None))], ["CPU:0"], SIGNS)) == []


@pytest.mark.parametrize(("encoding", "sign"), [("utf-8", "✓"), ("ascii", "ok"), ("cp1252", "ok")])
def test_a_terminal_that_has_no_ticks_gets_words(monkeypatch: pytest.MonkeyPatch, encoding: str, sign: str) -> None:
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(io.BytesIO(), encoding=encoding))
    assert promises.marks()[True] == sign
