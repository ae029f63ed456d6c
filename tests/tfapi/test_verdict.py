"""What is said of a name, and that nothing is offered that is not there."""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from hublint.target import Target, parse_target
from hublint.tfapi import table
from hublint.tfapi.columns import COLUMNS, Column, bit
from hublint.tfapi.verdict import exists, known, meaning, old_parameters, parameters, split, verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint.target import Keras
    from hublint.tfapi.verdict import Api, Fate, Verdict

SECONDS = 600
NEWEST = Target.newest()
LEGACY = NEWEST._replace(keras="tf_keras")
OLD = parse_target("tf=2.15")
FIRST = parse_target("tf=1.15")


def target(column: Column) -> Target:
    keras: Keras = "keras3" if column.keras3 else "tf_keras" if column.release >= (2, 16) else "keras2"
    return Target(column.release, keras, "reuse")


TARGETS = [target(column) for column in COLUMNS if column.release > (1, 15)]


@pytest.fixture(scope="module", autouse=True)
def all_names_are_remembered() -> Iterator[None]:
    """Let the table remember all names: it keeps some of them, and who asks for all in turn finds none of those."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table, "_symbol", functools.cache(table._symbol.__wrapped__))
        yield


@functools.cache
def old_names() -> tuple[str, ...]:
    """Return the names of TensorFlow 1.15, contrib included."""
    names = tuple(symbol.name for symbol in table.every(1) if symbol.columns & 1)
    assert len(names) > 8000
    return names


def offered(here: Verdict) -> Iterator[str]:
    """Yield the full names that a verdict offers on its own target; Keras 2 is offered for another one."""
    if here.same is not None:
        yield here.same
    if here.change is not None:
        yield here.change.to
    if here.compat is not None and here.fate != "keras2":
        yield here.compat


class TestSplit:
    @pytest.mark.parametrize(
        ("full", "expected"),
        [
            ("tensorflow.nn.relu", ("plain", "nn.relu")),
            ("tensorflow_core.nn.relu", ("plain", "nn.relu")),
            ("tensorflow.compat.v1.nn.relu", ("v1", "nn.relu")),
            ("tensorflow.compat.v2.nn.relu", ("plain", "nn.relu")),
            ("tensorflow._api.v2.nn.relu", ("plain", "nn.relu")),
            ("tensorflow._api.v1.nn.relu", ("plain", "nn.relu")),
            ("tensorflow._api.v2.compat.v1.nn.relu", ("v1", "nn.relu")),
            ("tensorflow.compat.v1.compat.v1.nn.relu", ("v1", "nn.relu")),
            ("tensorflow.python.ops.math_ops.add", ("private", "python.ops.math_ops.add")),
            ("tensorflow_core.python.ops.math_ops.add", ("private", "python.ops.math_ops.add")),
            ("tensorflow.python", ("private", "python")),
            ("tensorflow.contrib", ("contrib", "contrib")),
            ("tensorflow.contrib.slim.conv2d", ("contrib", "contrib.slim.conv2d")),
            ("tensorflow.contribution", ("plain", "contribution")),
            ("tensorflow.pythonic", ("plain", "pythonic")),
        ],
    )
    def test_names_of_tensorflow(self, full: str, expected: tuple[Api, str]) -> None:
        assert split(full) == expected

    @pytest.mark.parametrize("full", ["tensorflow", "tensorflow_core", "tensorflow_hub.load", "numpy.sum", "", "tf.nn"])
    def test_other_names(self, full: str) -> None:
        assert split(full) is None
        assert verdict(full, NEWEST) is None
        assert not known(full)


# (name, target, fate, what is offered first); asked of the releases themselves.
FATES: list[tuple[str, Target, Fate, str | None]] = [
    ("tensorflow.nn.relu", NEWEST, "there", None),
    ("tensorflow.function", NEWEST, "there", None),
    ("tensorflow.Session", NEWEST, "compat", "tensorflow.compat.v1.Session"),
    ("tensorflow.Session", FIRST, "there", None),
    ("tensorflow.contrib.slim.conv2d", FIRST, "there", None),
    ("tensorflow.compat.v1.Session", NEWEST, "there", None),
    ("tensorflow.log", NEWEST, "renamed", "tensorflow.math.log"),
    ("tensorflow.gfile.Exists", NEWEST, "renamed", "tensorflow.io.gfile.exists"),
    ("tensorflow.reduce_sum", NEWEST, "shared", None),
    ("tensorflow.where", NEWEST, "shared", None),
    ("tensorflow.layers.dense", NEWEST, "keras2", None),
    ("tensorflow.layers.dense", OLD, "compat", "tensorflow.compat.v1.layers.dense"),
    ("tensorflow.layers.dense", LEGACY, "compat", "tensorflow.compat.v1.layers.dense"),
    ("tensorflow.compat.v1.layers.dense", NEWEST, "keras2", None),
    ("tensorflow.compat.v1.layers.dense", LEGACY, "there", None),
    ("tensorflow.estimator.Estimator", NEWEST, "removed", None),
    ("tensorflow.estimator.Estimator", LEGACY, "removed", None),
    ("tensorflow.compat.v1.estimator.Estimator", NEWEST, "removed", None),
    ("tensorflow.train.SessionRunHook", OLD, "renamed", "tensorflow.estimator.SessionRunHook"),
    ("tensorflow.train.SessionRunHook", NEWEST, "compat", "tensorflow.compat.v1.train.SessionRunHook"),
    ("tensorflow.python.ops.math_ops.add", NEWEST, "renamed", "tensorflow.add"),
    ("tensorflow.python.ops.array_ops.placeholder", NEWEST, "compat", "tensorflow.compat.v1.placeholder"),
]


@pytest.mark.parametrize(("full", "where", "fate", "first"), FATES)
def test_what_became_of_a_name(full: str, where: Target, fate: Fate, first: str | None) -> None:
    here = verdict(full, where)
    assert here is not None
    assert here.fate == fate
    if first is not None:
        assert first in set(offered(here))


@pytest.mark.parametrize("name", ["no_such_name", "nn.no_such_name", "python.no_such_module", "compat.v1.no_such_name"])
@pytest.mark.parametrize("where", [NEWEST, LEGACY, OLD, FIRST])
def test_a_name_that_never_was_has_no_verdict(name: str, where: Target) -> None:
    assert verdict(f"tensorflow.{name}", where) is None
    assert not known(f"tensorflow.{name}")
    assert not exists(f"tensorflow.{name}", where)


def test_other_packages_are_taken_to_be_there() -> None:
    assert exists("absl.flags.DEFINE_string", NEWEST)
    assert parameters("absl.flags.DEFINE_string", NEWEST) is None


@pytest.mark.parametrize("full", ["tensorflow.contrib.slim", "tensorflow.python.ops.math_ops", "tensorflow.Session"])
def test_what_is_not_public_does_not_exist(full: str) -> None:
    assert not exists(full, NEWEST)


def test_parameters_are_those_of_the_api_and_the_target() -> None:
    def names(full: str, where: Target) -> list[str]:
        return [one.name for one in parameters(full, where) or ()]

    symbol = table.first("reduce_sum")
    assert symbol is not None
    old = ["input_tensor", "axis", "keepdims", "name", "reduction_indices", "keep_dims"]
    assert [one.name for one in old_parameters(symbol) or ()] == old
    assert names("tensorflow.reduce_sum", FIRST) == old
    assert names("tensorflow.reduce_sum", NEWEST) == ["input_tensor", "axis", "keepdims", "name"]
    assert names("tensorflow.compat.v1.reduce_sum", NEWEST) == old


def test_a_changed_meaning_is_told() -> None:
    assert meaning("where")
    assert meaning("nn.relu") == ""


class TestAllNames:
    """Every name of TensorFlow 1.15 on every later release, with each Keras, by the table."""

    @pytest.mark.parametrize("where", TARGETS, ids=str)
    def test_every_name_has_a_verdict_and_no_offer_is_dead(self, where: Target) -> None:
        dead = []
        for name in old_names():
            here = verdict(f"tensorflow.{name}", where)
            assert here is not None, name
            dead += [(name, here.fate, full) for full in offered(here) if not exists(full, where)]
        assert not dead

    @pytest.mark.parametrize("where", TARGETS, ids=str)
    def test_a_fate_says_what_there_is(self, where: Target) -> None:
        wrong = []
        for name in old_names():
            full = f"tensorflow.{name}"
            here = verdict(full, where)
            assert here is not None
            there = exists(full, where)
            right = {
                "there": there,
                "shared": there,
                "renamed": not there and bool(list(offered(here))),
                "compat": not there and here.compat is not None,
                "keras2": not there and where.keras3 and exists(str(here.compat), where._replace(keras="tf_keras")),
                "removed": not there and not list(offered(here)),
            }[here.fate]
            wrong += [] if right else [(name, here.fate, list(offered(here)))]
        assert not wrong

    @pytest.mark.parametrize("where", TARGETS, ids=str)
    def test_compat_names_are_there_or_need_keras_2_or_are_gone(self, where: Target) -> None:
        for name in old_names():
            here = verdict(f"tensorflow.compat.v1.{name}", where)
            assert here is not None
            if exists(f"tensorflow.compat.v1.{name}", where):
                assert here.fate == "there", name
            else:
                assert here.fate != "there", name
                assert all(exists(full, where) for full in offered(here)), name

    @pytest.mark.parametrize("where", TARGETS, ids=str)
    def test_what_a_change_names_is_a_parameter_of_its_destination(self, where: Target) -> None:
        wrong = []
        checked = 0
        for name, full, wanted in arguments(where):
            now = parameters(full, where)
            if now is None or any(one.star == "**" for one in now):
                continue
            checked += len(wanted)
            missing = set(wanted) - {one.name for one in now}
            wrong += [(name, full, sorted(missing))] if missing else []
        assert not wrong
        assert checked > 50

    @pytest.mark.parametrize("where", [NEWEST, LEGACY, OLD, parse_target("tf=2.0")], ids=str)
    def test_private_names_lead_to_public_ones(self, where: Target) -> None:
        data = Path(table.__file__).parent / "data" / "private.tsv"
        dead = []
        for line in data.read_text(encoding="ascii").splitlines():
            module, entries = line.split("\t")
            for entry in entries.split(" "):
                name = f"{module}.{entry.partition('=')[0]}"
                here = verdict(f"tensorflow.{name}", where)
                assert here is not None, name
                assert here.fate not in {"there", "shared"}, name
                dead += [(name, full) for full in offered(here) if not exists(full, where)]
        assert not dead


def arguments(where: Target) -> Iterator[tuple[str, str, list[str]]]:
    """Yield each name with a change on a target, its destination, and the arguments that the change gives there."""
    for name in old_names():
        here = verdict(f"tensorflow.{name}", where)
        if here is None or here.change is None or not here.change.to.startswith("tensorflow."):
            continue
        wanted = [*here.change.keywords.values(), *here.change.adds]
        if wanted:
            yield name, here.change.to, sorted(set(wanted))


CHILD = r"""
import inspect, json, sys, warnings
warnings.simplefilter("ignore")
import tensorflow
dead, lacking, unknown, checked = [], [], 0, 0
for full, wanted in json.load(sys.stdin):
    value = tensorflow
    try:
        for part in full.split(".")[1:]:
            value = getattr(value, part)
    except Exception as error:
        dead.append([full, "%s: %s" % (type(error).__name__, error)])
        continue
    if not wanted:
        continue
    try:
        given = inspect.signature(value).parameters.values()
    except (TypeError, ValueError):
        unknown += 1
        continue
    checked += len(wanted)
    if not any(one.kind is one.VAR_KEYWORD for one in given):
        missing = sorted(set(wanted) - {one.name for one in given})
        if missing:
            lacking.append([full, missing])
json.dump({"release": tensorflow.__version__, "keras": 3 if hasattr(tensorflow.keras, "ops") else 2, "dead": dead,
           "lacking": lacking, "unknown": unknown, "checked": checked}, open(sys.argv[1], "w"))
"""


def asked(python: Path, where: Target, folder: Path, *, legacy: bool = False) -> dict[str, Any]:
    """Look up all that is offered on a target in the real TensorFlow of an interpreter."""
    wanted: dict[str, set[str]] = {}
    for name in old_names():
        for full in (f"tensorflow.{name}", f"tensorflow.compat.v1.{name}"):
            here = verdict(full, where)
            assert here is not None
            for one in (*offered(here), *([full] if here.fate in {"there", "shared"} else [])):
                if one.startswith("tensorflow."):
                    wanted.setdefault(one, set())
    for _, full, listed in arguments(where):
        wanted[full].update(listed)
    assert len(wanted) > 3000
    environment = {key: value for key, value in os.environ.items() if key != "TF_USE_LEGACY_KERAS"}
    environment |= {"TF_CPP_MIN_LOG_LEVEL": "3", **({"TF_USE_LEGACY_KERAS": "1"} if legacy else {})}
    output = folder / "answer.json"
    done = subprocess.run(
        [python, "-c", CHILD, output],
        input=json.dumps([[full, sorted(listed)] for full, listed in sorted(wanted.items())]),
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        timeout=SECONDS,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(output.read_text(encoding="utf-8"))
    return answer


def agree(answer: dict[str, Any], release: str, keras: int) -> None:
    assert answer["release"].startswith(release)
    assert answer["keras"] == keras
    assert answer["dead"] == []
    assert answer["lacking"] == []
    assert answer["unknown"] == 0
    assert answer["checked"] > 50


@pytest.mark.tensorflow
def test_all_that_is_offered_is_there_with_keras_3(tmp_path: Path) -> None:
    agree(asked(Path(sys.executable), NEWEST, tmp_path), "2.21.", 3)


@pytest.mark.tensorflow
def test_all_that_is_offered_is_there_with_keras_2(tmp_path: Path) -> None:
    agree(asked(Path(sys.executable), LEGACY, tmp_path, legacy=True), "2.21.", 2)


@pytest.mark.tf215
def test_all_that_is_offered_is_there_on_2_15(python_215: Path, tmp_path: Path) -> None:
    agree(asked(python_215, OLD, tmp_path), "2.15.", 2)


def test_the_column_of_a_verdict_is_that_of_its_target() -> None:
    """A name that only one Keras has tells the two faces of one release apart."""
    one = table.first("layers.dense")
    assert one is not None
    assert not one.columns & bit(NEWEST)
    assert one.columns & bit(LEGACY)
