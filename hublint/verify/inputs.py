"""Which inputs a signature is tried with: a plan, made from its element types and static shapes alone.

A plan says how to make an array, not what is in it, so that hublint itself needs no numpy, and any process, with any
version of numpy, makes the very same bytes of it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hublint.behaviour import Feature, InputWanted
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
_RAGGED_PARTS = ("flat_values", "row_splits")


class _Style(NamedTuple):
    """What tells one alternative from another: sizes, values by element type, and which inputs are parts of one.

    `examples` tells whether inputs with features are serialized Examples, or text like any other.
    """

    other: int
    rank: int
    fills: dict[str, Fill]
    forms: dict[str, str]
    examples: bool


def plan_calls(wanted: Sequence[InputWanted], *, seed: int = 0) -> list[list[dict[str, Any]]]:
    """Plan the calls of a function by what it says it takes, as jobs for a worker's probes.

    Returns:
        Alternatives, as from `plan_inputs`. Each call is `{"batch": ..., "fill": ..., "arrays": {name: plan}}`; the
        batch is None where the function leaves none open. A plan holds `dtype`, `shape`, `fill` and `seed` for
        `arrays.make`, `form` if it is no dense tensor, `batched` if its first dimension is the batch, and `features`,
        as `examples.make` takes them, if it is made of serialized Examples.

    Raises:
        CannotGenerateError: an input is of a kind that cannot be made, such as a resource, or too large.
    """
    for one in wanted:
        if one.dtype.startswith(_IMPOSSIBLE) or one.dtype.endswith("_ref"):
            raise CannotGenerateError(f"no value can be made for the input {one.name!r}, a {one.dtype}")
    if not wanted:
        return [[{"batch": None, "fill": "zeros", "arrays": {}}]]
    return [
        _rounds(wanted, _Style(other, rank, fills, forms, examples), seed)
        for examples in ((True, False) if any(one.features for one in wanted) else (False,))
        for forms in _forms(wanted)
        for fills in _fills(wanted, examples=examples)
        for rank in (_RANKS if any(one.shape is None for one in wanted) else _RANKS[:1])
        for other in (_OTHER_SIZES if _several_unknown(wanted, rank) else _OTHER_SIZES[:1])
    ]


def _fills(wanted: Sequence[InputWanted], *, examples: bool) -> list[dict[str, Fill]]:
    """Return what to put in place of ordinary values, by element type: small numbers for types, images for text."""
    dtypes: set[str] = set()
    for one in wanted:
        dtypes.update(feature.dtype for feature in one.features if examples)
        if not (examples and one.features):
            dtypes.add(one.dtype)
    found: list[dict[str, Fill]] = [{}]
    if any("int" in dtype for dtype in dtypes):
        found.append({dtype: "bits" for dtype in sorted(dtypes) if "int" in dtype})
    if "string" in dtypes:
        found.append({"string": "image"})
    return found


def _several_unknown(wanted: Sequence[InputWanted], rank: int) -> bool:
    return any(rank > 1 if one.shape is None else None in one.shape[1:] for one in wanted)


def _rounds(wanted: Sequence[InputWanted], style: _Style, seed: int) -> list[dict[str, Any]]:
    open_batch = any(_takes_batches(one, style) for one in wanted)
    calls = []
    for number, turn in enumerate(_ROUNDS):
        if not open_batch and turn.batch != 2:
            continue
        arrays = {}
        for position, one in enumerate(wanted):
            shape = _shape(one, style, turn.batch)
            if math.prod(shape) > _MOST_ELEMENTS:
                raise CannotGenerateError(f"the input {one.name!r} is too large to try: {list(shape)}")
            fill = style.fills.get(one.dtype, turn.fill)
            plan = ArrayPlan(one.dtype, shape, fill, seed + 100 * number + position).as_job()
            if style.forms[one.name] != "dense":
                plan["form"] = style.forms[one.name]
            elif _takes_batches(one, style):
                plan["batched"] = True
            if style.examples and one.features and style.forms[one.name] == "dense":
                plan["features"] = [_feature(one.name, feature, style, turn) for feature in one.features]
            arrays[one.name] = plan
        calls.append({"batch": turn.batch if open_batch else None, "fill": turn.fill, "arrays": arrays})
    return calls


def _feature(name: str, feature: Feature, style: _Style, turn: _Round) -> dict[str, Any]:
    """Plan a feature of the Examples in an input."""
    if math.prod(size or 1 for size in feature.shape) > _MOST_ELEMENTS:
        raise CannotGenerateError(f"the feature {feature.name!r} of {name!r} is too large to try: {feature.shape}")
    return {
        "name": feature.name,
        "dtype": feature.dtype,
        "shape": list(feature.shape),
        "kind": feature.kind,
        "fill": style.fills.get(feature.dtype, turn.fill),
    }


def _takes_batches(one: InputWanted, style: _Style) -> bool:
    """Tell whether an input leaves the size of its first dimension open."""
    return style.rank > 0 if one.shape is None else one.shape[:1] == (None,)


def _shape(one: InputWanted, style: _Style, batch: int) -> tuple[int, ...]:
    """Return the shape of an input, or of the whole tensor that it is a part of."""
    form = style.forms[one.name]
    if form in _SPARSE_PARTS:
        return (batch, style.other)
    if form in _RAGGED_PARTS:
        return (batch, style.other, *(size or style.other for size in (one.shape or ())[1:]))
    if one.shape is None:
        return (batch, *[style.other] * 3)[: style.rank]
    return tuple(size if size is not None else (style.other if at else batch) for at, size in enumerate(one.shape))


def _forms(wanted: Sequence[InputWanted]) -> list[dict[str, str]]:
    """Return the form of each input, the likeliest first: signatures take the parts of a tensor one by one.

    A sparse tensor `x` is `x_indices`, `x_values` and `x_dense_shape` in TensorFlow 1, and `x`, `x_1` and `x_2` in
    TensorFlow 2, where a ragged one is `x` and `x_1`.
    """
    plain: dict[str, str] = {one.name: one.form for one in wanted}
    shapes = {one.name: (one.dtype, one.shape) for one in wanted if one.form == "dense"}
    forms = dict(plain)
    for name, (dtype, shape) in shapes.items():
        stem = name.removesuffix("_indices")
        older = [f"{stem}_{part}" for part in _SPARSE_PARTS]
        newer = [name, f"{name}_1", f"{name}_2"]
        second, third = shapes.get(newer[1]), shapes.get(newer[2])
        if stem != name and shapes.keys() >= set(older):
            forms.update(zip(older, _SPARSE_PARTS, strict=True))
        elif (dtype, shape) == ("int64", (None, 2)) and second is not None and third == ("int64", (2,)):
            forms.update(zip(newer, _SPARSE_PARTS, strict=True))
        elif second == ("int64", (None,)) and shape is not None and shape[:1] == (None,):
            forms.update(zip(newer, _RAGGED_PARTS, strict=False))
    return [plain] if forms == plain else [forms, plain]
