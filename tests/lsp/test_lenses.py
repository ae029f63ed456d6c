"""What stands above exports and loads, and how a verdict stays with its call while the text is edited."""

from __future__ import annotations

import pytest

from hublint.lsp.exports import ModelCall, model_calls
from hublint.lsp.known import LastVerdicts
from hublint.lsp.lenses import Lens, lenses
from hublint.lsp.verdicts import Place, Verdict
from hublint.source.source import Source

TEXT = """\
import tensorflow as tf
import tensorflow_hub as hub

model = hub.load("in")
tf.saved_model.save(
    model,
    "first",
)
tf.saved_model.save(model, "second")
"""
KEPT = Verdict(Place("export.py", 5), "kept", "verified on CPU, 12 promises kept")
BROKEN = Verdict(Place("export.py", 9), "broken", "2 promises broken")


def calls_of(text: str) -> tuple[Source, list[ModelCall]]:
    source = Source(text.encode())
    return source, model_calls(source)


def titles(last: LastVerdicts, text: str) -> list[str]:
    source, calls = calls_of(text)
    return [lens.title for lens in lenses(calls, last.of(source, calls), ran=last.ran)]


@pytest.fixture
def last() -> LastVerdicts:
    """Return what is known after the program was run."""
    last = LastVerdicts()
    last.take(*calls_of(TEXT), [KEPT, BROKEN])
    return last


def test_before_anything_was_run_there_are_offers() -> None:
    source, calls = calls_of(TEXT)
    last = LastVerdicts()
    found = lenses(calls, last.of(source, calls))
    assert [lens.title for lens in found] == ["Verify load", "Verify export", "Verify export"]
    assert [lens.model for lens in found] == ["in", None, None]
    assert found[0] == Lens(TEXT.index("hub.load"), TEXT.index('("in")') + 6, "Verify load", "in")


def test_a_verdict_stands_in_the_title_of_its_call(last: LastVerdicts) -> None:
    assert titles(last, TEXT) == [
        "Verify load",
        "Verify export · verified on CPU, 12 promises kept",
        "Verify export · 2 promises broken",
    ]


def test_the_line_of_any_part_of_a_call_is_its_line() -> None:
    for row in (5, 6, 7, 8):
        last = LastVerdicts()
        last.take(*calls_of(TEXT), [KEPT._replace(place=Place("export.py", row))])
        assert titles(last, TEXT)[1] == "Verify export · verified on CPU, 12 promises kept"


def test_after_a_change_elsewhere_the_verdict_follows_its_call_and_is_marked(last: LastVerdicts) -> None:
    assert titles(last, "# A comment.\n" + TEXT) == [
        "Verify load",
        "Verify export · verified on CPU, 12 promises kept · verified before the last change",
        "Verify export · 2 promises broken · verified before the last change",
    ]


def test_when_the_change_is_undone_so_is_the_mark(last: LastVerdicts) -> None:
    assert "before" in titles(last, TEXT + "\n")[1]
    assert "before" not in titles(last, TEXT)[1]


def test_a_call_that_was_itself_changed_keeps_the_verdict_of_its_turn(last: LastVerdicts) -> None:
    changed = TEXT.replace('"second"', '"third"')
    source, calls = calls_of(changed)
    known = last.of(source, calls)
    assert [one and (one.call_changed, one.text_changed) for one in known] == [None, (False, True), (True, True)]
    assert titles(last, changed)[2] == "Verify export · 2 promises broken · verified before the last change"


def test_when_a_call_is_removed_the_others_keep_their_own_verdicts(last: LastVerdicts) -> None:
    text = TEXT.replace('tf.saved_model.save(\n    model,\n    "first",\n)\n', "")
    assert titles(last, text)[1:] == ["Verify export · 2 promises broken · verified before the last change"]


def test_calls_of_the_same_text_are_told_apart_by_their_order() -> None:
    text = "import tensorflow as tf\ntf.saved_model.save(m, p)\ntf.saved_model.save(m, p)\n"
    last = LastVerdicts()
    last.take(*calls_of(text), [BROKEN._replace(place=Place("export.py", 3))])
    assert titles(last, "\n" + text) == [
        "Verify export · the last run saw no export here",
        "Verify export · 2 promises broken · verified before the last change",
    ]


def test_an_export_that_a_run_did_not_come_to_says_so() -> None:
    last = LastVerdicts()
    last.take(*calls_of(TEXT), [KEPT])
    assert titles(last, TEXT)[2] == "Verify export · the last run saw no export here"


def test_what_only_orders_an_export_is_not_said_to_have_made_none() -> None:
    text = "import tensorflow_hub as hub\nhub.register_module_for_export(m, 'name')\n"
    last = LastVerdicts()
    last.take(*calls_of(text), [])
    assert titles(last, text) == ["Verify export"]


def test_a_new_run_takes_the_place_of_the_last_one(last: LastVerdicts) -> None:
    last.take(*calls_of(TEXT), [BROKEN._replace(place=Place("export.py", 5))])
    assert titles(last, TEXT)[1:] == [
        "Verify export · 2 promises broken",
        "Verify export · the last run saw no export here",
    ]


def test_what_is_known_of_a_loaded_model_outlasts_a_run_of_the_program(last: LastVerdicts) -> None:
    source, calls = calls_of(TEXT)
    last.take_load(source, calls, calls[0], BROKEN)
    last.take_load(source, calls, calls[0], KEPT)
    last.take(source, calls, [])
    assert titles(last, TEXT)[0] == "Verify load · verified on CPU, 12 promises kept"


def test_a_load_of_which_the_text_tells_no_path_has_an_offer_only_where_it_failed() -> None:
    text = "import sys, tensorflow as tf\ntf.saved_model.load(sys.argv[1])\n"
    last = LastVerdicts()
    assert titles(last, text) == []
    last.take(*calls_of(text), [Verdict(Place("load.py", 2), "failed", "failed: IndexError")])
    assert titles(last, text) == ["Verify load · failed: IndexError"]


def test_in_a_notebook_rows_are_found_through_their_cells() -> None:
    last = LastVerdicts()
    place = Place("export.ipynb", 2, 3)
    rows = {place: 9}
    last.take(*calls_of(TEXT), [BROKEN._replace(place=place)], row_of=rows.__getitem__)
    assert titles(last, TEXT)[2] == "Verify export · 2 promises broken"
