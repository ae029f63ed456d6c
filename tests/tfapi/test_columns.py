"""The columns of the table: sets of releases as text and as bits."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hublint.target import KERAS_CHOICES, NEWEST_TENSORFLOW, Target, TargetError, require_consistent
from hublint.tfapi.columns import COLUMNS, EVERYWHERE, SECOND, Column, bit, read, written

RELEASES = [(1, 15), *((2, minor) for minor in range(NEWEST_TENSORFLOW[1] + 1))]
TARGETS = [Target(release, keras, "reuse") for release in RELEASES for keras in KERAS_CHOICES]


def column(text: str) -> int:
    """Return the bit of one column by its name."""
    return 1 << [str(one) for one in COLUMNS].index(text)


def union(*names: str) -> int:
    bits = 0
    for name in names:
        bits |= column(name)
    return bits


def test_each_release_is_a_column_and_since_keras_3_two() -> None:
    names = [str(one) for one in COLUMNS]
    assert names[:2] == ["1.15", "2.0"]
    assert names[-2:] == ["2.21k2", "2.21"]
    assert len(names) == len(set(names)) == 1 + 16 + 2 * 6
    assert [one.keras3 for one in COLUMNS] == [name.startswith("2.") and int(name[2:4].strip("k")) >= 16 and
                                               not name.endswith("k2") for name in names]  # fmt: skip


def test_all_columns_and_those_of_tensorflow_2() -> None:
    assert (EVERYWHERE).bit_count() == len(COLUMNS)
    assert EVERYWHERE & ~SECOND == column("1.15") == 1


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", []),
        ("1.15", ["1.15"]),
        ("2.3-2.5", ["2.3", "2.4", "2.5"]),
        ("1.15-2.0", ["1.15", "2.0"]),
        ("2.16", ["2.16k2", "2.16"]),
        ("2.16-2.17k2", ["2.16k2", "2.17k2"]),
        ("2.20-2.21k3", ["2.20", "2.21"]),
        ("2.15-2.16 2.18k3", ["2.15", "2.16k2", "2.16", "2.18"]),
        ("2.1 2.3", ["2.1", "2.3"]),
    ],
)
def test_a_set_as_text(text: str, names: list[str]) -> None:
    assert written(union(*names)) == text
    assert read(text) == union(*names)


@given(st.integers(0, EVERYWHERE))
def test_what_is_written_is_read_again(bits: int) -> None:
    text = written(bits)
    assert read(text) == bits
    assert read(" ".join(reversed(text.split()))) == bits


@given(st.integers(0, EVERYWHERE))
def test_a_run_is_as_long_as_can_be(bits: int) -> None:
    """No two runs of one kind touch, and each column is in one run only."""
    counted = 0
    ends: dict[str, list[tuple[int, int]]] = {"": [], "k2": [], "k3": []}
    for run in written(bits).split():
        match = re.fullmatch(r"(\d+\.\d+)(?:-(\d+\.\d+))?(k2|k3|)", run)
        assert match is not None
        low, high = (
            RELEASES.index((int(t.split(".")[0]), int(t.split(".")[1]))) for t in (match[1], match[2] or match[1])
        )
        ends[match[3]].append((low, high))
        counted += read(run).bit_count()
    assert counted == (bits).bit_count()
    for runs in ends.values():
        assert all(second[0] > first[1] + 1 for first, second in itertools.pairwise(runs))


@pytest.mark.parametrize("target", TARGETS, ids=str)
def test_the_column_of_a_target(target: Target) -> None:
    try:
        require_consistent(target)
    except TargetError:
        return  # not a target
    assert bit(target) == 1 << COLUMNS.index(Column(target.tensorflow, target.keras == "keras3"))


def test_purpose_and_level_do_not_choose_a_column() -> None:
    one = Target((2, 18), "tf_keras", "reuse")
    assert bit(one) == bit(one._replace(purpose="serve", level="compat")) == column("2.18k2")
    assert bit(Target((2, 15), "tf_keras", "reuse")) == bit(Target((2, 15), "keras2", "reuse")) == column("2.15")


@pytest.mark.parametrize("target", [t for t in TARGETS if t.tensorflow < (2, 16) and t.keras == "keras3"], ids=str)
def test_what_cannot_be_installed_has_no_column(target: Target) -> None:
    with pytest.raises(KeyError):
        bit(target)
