"""Which findings and promises come of what rules say of a model, with rules that live in this file."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

import pytest

from hublint.behaviour import Attempt, Behaviour
from hublint.inspection import Place, Promise, inspect
from hublint.registry import Registry
from hublint.rule import ModelRule, Remark, Target
from hublint.savedmodel.contents import Contents, Damage, Graph, KerasPart
from hublint.target import parse_target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MODEL = Contents("model", "tf2")
PLACE = Place("export.py", 7)


class Whole(ModelRule):
    """A file is missing."""

    code = "HUB698"
    name = "whole"
    since = "0.1"
    promise = "has all its files"
    judges = "files"

    def check_contents(self, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        del target
        for damage in model.damage:
            yield Remark(f"{damage.file} {damage.reason}; export again")


class Loads(ModelRule):
    """It does not load."""

    code = "HUB798"
    name = "loads"
    since = "0.1"
    promise = "loads"
    purpose: ClassVar[Literal["reuse", "serve"] | None] = "reuse"

    def check_behaviour(self, behaviour: Behaviour, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        del model, target
        for attempt in behaviour.loads:
            if attempt.error:
                yield Remark(f"{attempt.name} fails; look", attempt.details)

    def kept(self, behaviour: Behaviour) -> bool | None:
        return any(attempt.worked for attempt in behaviour.loads) or None


RULES = Registry([Loads(), Whole()])


def ran(device: str, *loads: Attempt) -> Behaviour:
    return Behaviour(device=device, tensorflow="2.21.0", loads=loads)


GOOD = Attempt(name="load")
BAD = Attempt(name="load", error="ValueError: no", details="ValueError: no\n  at all")
SKIPPED = Attempt(name="hub.load", skipped="there is no tensorflow_hub")


def test_a_model_that_keeps_everything_has_no_finding_and_a_tick_for_each() -> None:
    verdict = inspect(RULES, MODEL, [ran("CPU:0", GOOD)], place=PLACE, target=Target.newest)
    assert verdict.findings == []
    assert verdict.promises == [
        Promise("HUB698", "has all its files", (True, None)),
        Promise("HUB798", "loads", (None, True)),
    ]


def test_a_finding_stands_at_the_export_and_carries_the_error() -> None:
    damaged = MODEL._replace(damage=(Damage("saved_model.pb", "is cut off"),))
    verdict = inspect(RULES, damaged, [ran("CPU:0", BAD)], place=PLACE, target=Target.newest)
    assert [(one.filename, one.location.row, one.code, one.message, one.detail) for one in verdict.findings] == [
        ("export.py", 7, "HUB698", "saved_model.pb is cut off; export again", None),
        ("export.py", 7, "HUB798", "load fails; look", "ValueError: no\n  at all"),
    ]
    assert [promise.kept for promise in verdict.promises] == [(False, None), (None, False)]


def test_what_all_devices_show_is_one_finding_and_what_one_shows_names_it() -> None:
    both = inspect(RULES, MODEL, [ran("CPU:0", BAD), ran("GPU:0", BAD)], place=PLACE, target=Target.newest)
    assert [one.message for one in both.findings] == ["load fails; look"]
    one = inspect(RULES, MODEL, [ran("CPU:0", GOOD), ran("GPU:0", BAD)], place=PLACE, target=Target.newest)
    assert [finding.message for finding in one.findings] == ["load fails; look (on GPU:0)"]
    assert one.promises[1].kept == (None, True, False)


def test_what_was_not_tried_is_neither_kept_nor_broken() -> None:
    verdict = inspect(RULES, MODEL, [ran("CPU:0", SKIPPED)], place=PLACE, target=Target.newest)
    assert verdict.promises[1].kept == (None, None)


class Confirmed(Loads):
    """The same, and what is seen when it is run."""

    code = "HUB799"
    name = "confirmed"
    purpose = None
    confirms = ("HUB698",)


def test_what_running_confirms_is_told_with_what_the_files_show_and_its_promise_is_broken_as_well() -> None:
    rules = Registry([Whole(), Confirmed()])
    damaged = MODEL._replace(damage=(Damage("saved_model.pb", "is cut off"),))
    verdict = inspect(rules, damaged, [ran("CPU:0", BAD), ran("GPU:0", GOOD)], place=PLACE, target=Target.newest)
    assert [(one.code, one.detail) for one in verdict.findings] == [
        ("HUB698", "seen when it was run (on CPU:0): ValueError: no\n  at all")
    ]
    assert verdict.promises[1].kept == (None, False, True)
    alone = inspect(rules, MODEL, [ran("CPU:0", BAD)], place=PLACE, target=Target.newest)
    assert [one.code for one in alone.findings] == ["HUB799"]


class AlsoDamaged(Whole):
    """The same, seen in the files too."""

    code = "HUB699"
    name = "also-damaged"
    confirms = ("HUB698",)

    def check_contents(self, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        del target
        yield from (Remark(f"{damage.file} is bad; export again", "half of it is gone") for damage in model.damage)


def test_what_two_rules_see_in_the_files_is_one_finding_and_both_promises_are_broken() -> None:
    damaged = MODEL._replace(damage=(Damage("saved_model.pb", "is cut off"),))
    verdict = inspect(Registry([Whole(), AlsoDamaged()]), damaged, place=PLACE, target=Target.newest)
    assert [(one.code, one.detail) for one in verdict.findings] == [("HUB698", "half of it is gone")]
    assert [promise.kept for promise in verdict.promises] == [(False,), (False,)]


class TwoThings(Whole):
    """A file is missing, and another thing is wrong."""

    def check_contents(self, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        yield from super().check_contents(model, target)
        yield Remark("it is too large; shrink it", "1 TB", "size")


class Large(Loads):
    """It does not load for its size."""

    confirms = ("HUB698",)

    def check_behaviour(self, behaviour: Behaviour, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        for remark in super().check_behaviour(behaviour, model, target):
            yield remark._replace(defect="size")


def test_a_remark_confirms_only_those_of_the_same_defect() -> None:
    damaged = MODEL._replace(damage=(Damage("saved_model.pb", "is cut off"),))
    verdict = inspect(Registry([TwoThings(), Large()]), damaged, [ran("CPU:0", BAD)], place=PLACE, target=Target.newest)
    assert [(one.code, one.detail) for one in verdict.findings] == [
        ("HUB698", None),
        ("HUB698", "1 TB\nseen when it was run: ValueError: no\n  at all"),
    ]
    verdict = inspect(Registry([Whole(), Large()]), damaged, [ran("CPU:0", BAD)], place=PLACE, target=Target.newest)
    assert [one.code for one in verdict.findings] == ["HUB698", "HUB798"]


class Tagged(ModelRule):
    """No graph is tagged."""

    code = "HUB697"
    name = "tagged"
    since = "0.1"
    promise = "has tags"

    def check_contents(self, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        del target
        yield from (Remark("no tags; add some") for graph in model.graphs if not graph.tags)


def test_what_cannot_be_read_is_no_kept_promise() -> None:
    whole = MODEL._replace(graphs=(Graph(frozenset({"serve"}), "2.21.0", {}),))
    damaged = whole._replace(damage=(Damage("saved_model.pb", "is cut off"),))
    rules = Registry([Tagged(), Whole()])
    kept = [inspect(rules, model, place=PLACE, target=Target.newest).promises for model in (whole, damaged)]
    assert [[promise.kept for promise in promises] for promises in kept] == [[(True,), (True,)], [(None,), (False,)]]


def test_what_matters_to_reuse_alone_is_not_asked_of_a_model_that_is_served() -> None:
    target = parse_target("purpose=serve")
    verdict = inspect(RULES, MODEL, [ran("CPU:0", BAD)], place=PLACE, target=lambda: target)
    assert verdict.findings == []
    assert [promise.code for promise in verdict.promises] == ["HUB698"]


@pytest.mark.parametrize(
    ("judges", "model", "kept"),
    [
        ("graphs", MODEL._replace(graphs=(Graph(frozenset({"serve"}), "2.21.0", {}),)), True),
        ("graphs", MODEL, None),
        ("keras", MODEL._replace(keras=KerasPart()), True),
        ("keras", MODEL, None),
        ("files", MODEL, True),
    ],
)
def test_what_a_model_does_not_have_shows_nothing(judges: str, model: Contents, kept: bool | None) -> None:
    rule = Whole()
    rule.judges = judges  # type: ignore[misc,assignment]
    verdict = inspect(Registry([rule]), model, place=PLACE, target=Target.newest)
    assert verdict.promises[0].kept == (kept,)
