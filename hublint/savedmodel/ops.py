"""Which operations each release of TensorFlow registers, and which come from tf.contrib or tensorflow_text."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import NamedTuple

__all__ = ["CONTRIB", "TENSORFLOW", "TEXT", "OpHome", "homes_of", "known_ops", "lacks", "since"]

TENSORFLOW, CONTRIB, TEXT = "tensorflow", "tensorflow.contrib", "tensorflow_text"

Release = tuple[int, int]


class OpHome(NamedTuple):
    """A package that registers an operation, and the first and the last release known to do so.

    Both are among the releases that were asked; a first one that is not the oldest of them, or a last one that is not
    the newest, means that the operation came or went between two of these.
    """

    package: str
    first: Release
    last: Release


class _Table(NamedTuple):
    releases: tuple[Release, ...]
    homes: dict[str, tuple[OpHome, ...]]


def homes_of(op: str) -> tuple[OpHome, ...]:
    """Return the packages that register an operation; empty for one that nobody here knows: a custom one."""
    return _table().homes.get(op, ())


def known_ops(release: Release) -> frozenset[str]:
    """Return the operations that a release of TensorFlow is known to register by itself.

    One newer than all that were asked counts as the newest of them, and one older as the oldest.
    """
    release = _within(release)
    return frozenset(
        op
        for op, homes in _table().homes.items()
        if any(home.package == TENSORFLOW and home.first <= release <= home.last for home in homes)
    )


def since(op: str) -> Release | None:
    """Return the oldest release of TensorFlow that is known to register an operation; None if none does."""
    return next((home.first for home in homes_of(op) if home.package == TENSORFLOW), None)


def lacks(op: str, release: Release) -> bool:
    """Tell whether a release of TensorFlow surely does not register an operation by itself.

    For a release between one that was asked and has it and one that has it not, nothing is sure. What no release
    registers, every one lacks.
    """
    home = next((home for home in homes_of(op) if home.package == TENSORFLOW), None)
    if home is None:
        return True
    release = _within(release)
    asked = _table().releases
    came_later = any(release <= one < home.first for one in asked)
    went_before = any(home.last < one <= release for one in asked)
    return came_later or went_before


def _within(release: Release) -> Release:
    asked = _table().releases
    return min(max(release, asked[0]), asked[-1])


@functools.cache
def _table() -> _Table:
    path = Path(__file__).with_name("data") / "ops.tsv"
    asked, _, *lines = path.read_text(encoding="utf-8").splitlines()
    homes: dict[str, tuple[OpHome, ...]] = {}
    for line in lines:
        op, first, last, package = line.split("\t")
        homes[op] = (*homes.get(op, ()), OpHome(package, _release(first), _release(last)))
    return _Table(tuple(map(_release, asked.split("\t"))), homes)


def _release(text: str) -> Release:
    major, _, minor = text.partition(".")
    return int(major), int(minor)
