"""Which inputs a signature is tried with: a plan, made from its element types and static shapes alone.

A plan says how to make an array, not what is in it, so that hublint itself needs no numpy, and any process, with any
version of numpy, makes the very same bytes of it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from hublint.savedmodel import Signature, TensorInfo

__all__ = ["ArrayPlan", "CannotGenerateError", "InputSet", "plan_inputs"]

Fill = Literal["zeros", "random", "positive"]

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
