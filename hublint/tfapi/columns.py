"""The columns of the table: each release, and from 2.16 on each with both of the Kerases that `tf.keras` can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from hublint.target import FIRST_WITH_KERAS_3, LAST_TENSORFLOW_1, NEWEST_TENSORFLOW

if TYPE_CHECKING:
    from hublint.target import Target


class Column(NamedTuple):
    """One release, with one Keras."""

    release: tuple[int, int]
    keras3: bool

    def __str__(self) -> str:
        """Return the release, with `k2` behind it where Keras 2 has to be asked for."""
        major, minor = self.release
        return f"{major}.{minor}{'k2' if self.release >= FIRST_WITH_KERAS_3 and not self.keras3 else ''}"


_RELEASES: Final = (LAST_TENSORFLOW_1, *((2, minor) for minor in range(NEWEST_TENSORFLOW[1] + 1)))

COLUMNS: Final[tuple[Column, ...]] = tuple(
    Column(release, keras3)
    for release in _RELEASES
    for keras3 in ((False, True) if release >= FIRST_WITH_KERAS_3 else (False,))
)

_BIT: Final = {column: 1 << at for at, column in enumerate(COLUMNS)}
EVERYWHERE: Final = (1 << len(COLUMNS)) - 1
SECOND: Final = EVERYWHERE - 1
"""All columns of TensorFlow 2."""


def bit(target: Target) -> int:
    """Return the bit of the column that a target is."""
    return _BIT[Column(target.tensorflow, target.keras3)]


def written(bits: int) -> str:
    """Return a set of columns as runs of releases, such as `1.15-2.15 2.16-2.21k2`."""
    both = [
        release for release in _RELEASES if all(_BIT[column] & bits for column in COLUMNS if column.release == release)
    ]
    runs = _runs([_RELEASES.index(release) for release in both], "")
    for keras3, mark in ((False, "k2"), (True, "k3")):
        left = [
            _RELEASES.index(column.release)
            for column in COLUMNS
            if column.keras3 is keras3 and _BIT[column] & bits and column.release not in both
        ]
        runs += _runs(left, mark)
    return " ".join(runs)


def read(text: str) -> int:
    """Return the set of columns that `written` gave the text for."""
    bits = 0
    for run in text.split():
        known = _READ.get(run)
        if known is None:
            known = _READ[run] = _run(run)
        bits |= known
    return bits


_READ: dict[str, int] = {}


def _run(run: str) -> int:
    mark = run[-2:] if run.endswith(("k2", "k3")) else ""
    first, _, last = run.removesuffix(mark).partition("-")
    low, high = _release(first), _release(last or first)
    return sum(
        _BIT[column]
        for column in COLUMNS
        if low <= column.release <= high and (not mark or column.keras3 is (mark == "k3"))
    )


def _release(text: str) -> tuple[int, int]:
    major, _, minor = text.partition(".")
    return int(major), int(minor)


def _runs(places: list[int], mark: str) -> list[str]:
    runs: list[list[int]] = []
    for place in places:
        if runs and place == runs[-1][-1] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return [
        ".".join(map(str, _RELEASES[run[0]])) + (f"-{'.'.join(map(str, _RELEASES[run[-1]]))}" if run[1:] else "") + mark
        for run in runs
    ]
