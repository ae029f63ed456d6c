"""Which inputs a signature is tried with: a plan, made from its element types and static shapes alone.

A plan says how to make an array, not what is in it, so that hublint itself needs no numpy, and any process, with any
version of numpy, makes the very same bytes of it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hublint.behaviour import InputWanted
    from hublint.savedmodel import Signature, TensorInfo

__all__ = ["ArrayPlan", "CannotGenerateError", "InputSet", "plan_calls", "plan_inputs"]

Fill = Literal["zeros", "random", "positive", "bits", "image"]
"""What is in an array: zeros; numbers around 0, small numbers from 0 on for whole numbers, words; numbers from 0 to 1,
numbers as text; 0 and 1 for whole numbers; an image as text."""

_MOST_ELEMENTS = 1 << 27
_IMPOSSIBLE = ("resource", "variant", "qint", "quint")
_OTHER_SIZES = (4, 1, 16, 64, 224)  # what unknown dimensions after the first may have to be; the last, for images


class CannotGenerateError(Exception):
    """A signature has an input for which no value can be made; the text says which and why."""


class ArrayPlan(NamedTuple):
    """How to make one array: the arguments of the worker's `arrays.make`."""

    dtype: str
    shape: tuple[int, ...]
    fill: Fill
    seed: int

    def as_job(self) -> dict[str, Any]:
        """Return the plan as the worker takes it."""
        return {"dtype": self.dtype, "shape": list(self.shape), "fill": self.fill, "seed": self.seed}


class InputSet(NamedTuple):
    """One call's inputs, by name."""

    arrays: dict[str, ArrayPlan]


class _Trial(NamedTuple):
    """What all inputs of one call share: the size of unknown dimensions, the rank where it is unknown, the values."""

    batch: int
    rank: int
    fill: Fill


_TRIALS = (
    _Trial(1, 0, "zeros"),
    _Trial(1, 1, "random"),
    _Trial(2, 1, "random"),
    _Trial(3, 2, "positive"),
    _Trial(2, 2, "random"),
)


def plan_inputs(signature: Signature, *, seed: int = 0) -> list[list[InputSet]]:
    """Plan the calls of a signature, with values that the seed decides.

    Returns:
        Alternatives: each is a list of calls, and the next one is only for a model that refuses all of the one
        before. There is more than one where several dimensions are unknown: the first is taken for the batch (1, 2
        and 3 are tried), the others may have to have a certain size, such as an image's.

    Raises:
        CannotGenerateError: an input is of a kind that cannot be made, such as a resource.
    """
    for name, info in signature.inputs.items():
        if info.encoding != "dense" or info.dtype.startswith(_IMPOSSIBLE) or info.dtype.endswith("_ref"):
            raise CannotGenerateError(f"no value can be made for the input {name!r} ({info})")
    several = any(info.shape is None or None in info.shape[1:] for info in signature.inputs.values())
    alternatives = []
    for other in _OTHER_SIZES if several else _OTHER_SIZES[:1]:
        sets: list[InputSet] = []
        for number, trial in enumerate(_TRIALS):
            arrays = {
                name: _array(name, info, trial, other=other, seed=seed + 100 * number + position)
                for position, (name, info) in enumerate(signature.inputs.items())
            }
            sets.append(InputSet(arrays))
        alternatives.append(sets if signature.inputs else sets[:1])
    return alternatives


def _array(name: str, info: TensorInfo, trial: _Trial, *, other: int, seed: int) -> ArrayPlan:
    if info.shape is None:
        shape = (trial.batch, other)[: trial.rank]
    else:
        shape = tuple(
            size if size is not None else (trial.batch if position == 0 else other)
            for position, size in enumerate(info.shape)
        )
    if math.prod(shape) > _MOST_ELEMENTS:
        raise CannotGenerateError(f"the input {name!r} ({info}) is too large to try")
    return ArrayPlan(info.dtype, shape, trial.fill, seed)


class _Round(NamedTuple):
    """One of the calls that each function gets: the batch, if it may choose one, and the values."""

    batch: int
    fill: Fill


# The batch is never varied alone: a value that a model cannot take is not to look like a batch that it cannot take.
_ROUNDS = (
    _Round(1, "zeros"),
    _Round(2, "zeros"),
    _Round(7, "zeros"),
    _Round(2, "positive"),
    _Round(1, "random"),
    _Round(2, "random"),
    _Round(7, "random"),
)
_RANKS = (1, 2, 4, 0)
_SPARSE_PARTS = ("indices", "values", "dense_shape")


def plan_calls(wanted: Sequence[InputWanted], *, seed: int = 0) -> list[list[dict[str, Any]]]:
    """Plan the calls of a function by what it says it takes, as jobs for a worker's probes.

    Returns:
        Alternatives, as from `plan_inputs`. Each call is `{"batch": ..., "fill": ..., "arrays": {name: plan}}`; the
        batch is None where the function leaves none open. A plan holds `dtype`, `shape`, `fill` and `seed` for
        `arrays.make`, `form` if it is no dense tensor, and `batched` if its first dimension is the batch.

    Raises:
        CannotGenerateError: an input is of a kind that cannot be made, such as a resource.
    """
    for one in wanted:
        if one.dtype.startswith(_IMPOSSIBLE) or one.dtype.endswith("_ref"):
            raise CannotGenerateError(f"no value can be made for the input {one.name!r}, a {one.dtype}")
    if not wanted:
        return [[{"batch": None, "fill": "zeros", "arrays": {}}]]
    return [
        _rounds(wanted, other=other, rank=rank, instead=instead, seed=seed)
        for instead in _instead(wanted)
        for rank in (_RANKS if any(one.shape is None for one in wanted) else _RANKS[:1])
        for other in (_OTHER_SIZES if _several_unknown(wanted, rank) else _OTHER_SIZES[:1])
    ]


def _instead(wanted: Sequence[InputWanted]) -> list[dict[str, Fill]]:
    """Return what to put in place of ordinary values, by element type: small numbers for types, images for text."""
    styles: list[dict[str, Fill]] = [{}]
    if any("int" in one.dtype for one in wanted):
        styles.append({one.dtype: "bits" for one in wanted if "int" in one.dtype})
    if any(one.dtype == "string" for one in wanted):
        styles.append({"string": "image"})
    return styles


def _several_unknown(wanted: Sequence[InputWanted], rank: int) -> bool:
    return any(rank > 1 if one.shape is None else None in one.shape[1:] for one in wanted)


def _rounds(
    wanted: Sequence[InputWanted], *, other: int, rank: int, instead: dict[str, Fill], seed: int
) -> list[dict[str, Any]]:
    forms = _forms(wanted)
    open_batch = any((rank > 0) if one.shape is None else one.shape[:1] == (None,) for one in wanted)
    calls = []
    for number, turn in enumerate(_ROUNDS):
        if not open_batch and turn.batch != 2:
            continue
        arrays = {}
        for position, one in enumerate(wanted):
            fill = instead.get(one.dtype, turn.fill)
            first_is_batch = (rank > 0) if one.shape is None else one.shape[:1] == (None,)
            if forms[one.name] in _SPARSE_PARTS:
                shape: tuple[int, ...] = (turn.batch, other)
            elif one.shape is None:
                shape = (turn.batch, *[other] * 3)[:rank]
            else:
                shape = tuple(
                    size if size is not None else (other if at else turn.batch) for at, size in enumerate(one.shape)
                )
            if math.prod(shape) > _MOST_ELEMENTS:
                raise CannotGenerateError(f"the input {one.name!r} is too large to try: {list(shape)}")
            plan = ArrayPlan(one.dtype, shape, fill, seed + 100 * number + position).as_job()
            if forms[one.name] != "dense":
                plan["form"] = forms[one.name]
            elif first_is_batch:
                plan["batched"] = True
            arrays[one.name] = plan
        calls.append({"batch": turn.batch if open_batch else None, "fill": turn.fill, "arrays": arrays})
    return calls


def _forms(wanted: Sequence[InputWanted]) -> dict[str, str]:
    """Return the form of each input; TensorFlow 1 signatures take a sparse tensor as three dense ones."""
    names = {one.name for one in wanted}
    forms: dict[str, str] = {one.name: one.form for one in wanted}
    for one in wanted:
        stem, _, part = one.name.rpartition("_indices")
        if part == "" and stem and {f"{stem}_{part}" for part in _SPARSE_PARTS} <= names:
            forms.update({f"{stem}_{part}": part for part in _SPARSE_PARTS})
    return forms
