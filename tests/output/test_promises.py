from __future__ import annotations

import io

import pytest

from hublint.inspection import Promise
from hublint.output import promises
from hublint.output.promises import Judged

SIGNS: promises.Marks = {True: "+", False: "x", None: "."}
TWO = ["CPU:0", "GPU:0"]
OPTIMIZER, LOADS, ANSWERS = "holds no optimizer", "loads", "answers"


def test_what_the_files_break_is_broken_on_every_device_and_what_was_not_tried_has_no_row() -> None:
    found = [
        Promise("HUB601", OPTIMIZER, (False, None, None)),
        Promise("HUB701", LOADS, (None, True, False)),
        Promise("HUB702", ANSWERS, (None, None, None)),
    ]
    assert "".join(promises.render([Judged("model", TWO, found)], SIGNS, "  ")) == (
        "                               CPU:0  GPU:0\n"
        "  HUB601  holds no optimizer     x      x\n"
        "  HUB701  loads                  +      x\n"
    )


def test_several_models_stand_beside_each_other_under_their_names() -> None:
    first = Judged("first", ["CPU:0"], [Promise("HUB701", LOADS, (None, True))])
    second = Judged("a/folder/with/a/name/that/is/long", TWO, [Promise("HUB701", LOADS, (True, True, False))])
    damaged = Judged("third", [], [])
    assert "".join(promises.render([first, second, damaged], SIGNS)) == (
        "                first   ...h/a/name/that/is/long   third\n"
        "                CPU:0   CPU:0  GPU:0               files\n"
        "HUB701  loads     +       +      x                   .\n"
    )


def test_a_model_that_did_not_run_has_a_column_for_its_files() -> None:
    assert "".join(promises.render([Judged("m", [], [Promise("HUB601", OPTIMIZER, (True,))])], SIGNS)) == (
        "                             files\nHUB601  holds no optimizer     +\n"
    )


def test_a_model_that_nothing_was_tried_of_has_no_table() -> None:
    assert list(promises.render([Judged("m", ["CPU:0"], [Promise("HUB701", LOADS, (None, None))])], SIGNS)) == []


@pytest.mark.parametrize(("encoding", "sign"), [("utf-8", "✓"), ("ascii", "ok"), ("cp1252", "ok")])
def test_a_terminal_that_has_no_ticks_gets_words(monkeypatch: pytest.MonkeyPatch, encoding: str, sign: str) -> None:
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(io.BytesIO(), encoding=encoding))
    assert promises.marks()[True] == sign
