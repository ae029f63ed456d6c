"""The plan of inputs that a signature is tried with."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hublint.savedmodel import Signature, TensorInfo
from hublint.verify.inputs import CannotGenerateError, plan_inputs

DTYPES = ["float32", "float16", "bfloat16", "int32", "uint8", "bool", "string", "complex64"]


def signature(**inputs: TensorInfo) -> Signature:
    return Signature("", inputs, {})


def shapes(info: TensorInfo) -> list[list[tuple[int, ...]]]:
    return [[call.arrays["x"].shape for call in calls] for calls in plan_inputs(signature(x=info))]


def test_a_known_shape_is_tried_with_several_values() -> None:
    (calls,) = plan_inputs(signature(x=TensorInfo("", "float32", (2, 3))))
    assert {call.arrays["x"].shape for call in calls} == {(2, 3)}
    assert {call.arrays["x"].fill for call in calls} == {"zeros", "random", "positive"}


def test_an_unknown_batch_is_tried_with_1_2_and_3() -> None:
    (sizes,) = shapes(TensorInfo("", "float32", (None, 3)))
    assert set(sizes) == {(1, 3), (2, 3), (3, 3)}


def test_further_unknown_sizes_have_alternatives() -> None:
    alternatives = shapes(TensorInfo("", "float32", (None, None, None, 3)))
    assert [{size[1:] for size in sizes} for sizes in alternatives] == [
        {(4, 4, 3)},
        {(1, 1, 3)},
        {(16, 16, 3)},
        {(64, 64, 3)},
        {(224, 224, 3)},
    ]


def test_an_unknown_rank_is_tried_with_scalars_vectors_and_matrices() -> None:
    ranks = {len(shape) for shape in shapes(TensorInfo("", "float32", None))[0]}
    assert ranks == {0, 1, 2}


def test_inputs_of_one_call_share_their_sizes_but_not_their_values() -> None:
    info = TensorInfo("", "int32", (None, None))
    for calls in plan_inputs(signature(ids=info, mask=info)):
        for call in calls:
            assert call.arrays["ids"].shape == call.arrays["mask"].shape
            assert call.arrays["ids"].seed != call.arrays["mask"].seed


def test_a_signature_without_inputs_is_called_once() -> None:
    (calls,) = plan_inputs(signature())
    assert [call.arrays for call in calls] == [{}]


@pytest.mark.parametrize(
    ("info", "reason"),
    [
        (TensorInfo("", "resource", ()), r"no value can be made for the input 'x' \(resource \[\]\)"),
        (TensorInfo("", "qint8", (1,)), "no value can be made"),
        (TensorInfo("", "float32", (2,), "sparse"), r"sparse float32 \[2\]"),
        (TensorInfo("", "float32", (1 << 20, 1 << 20)), "too large to try"),
    ],
)
def test_what_cannot_be_made_is_named(info: TensorInfo, reason: str) -> None:
    with pytest.raises(CannotGenerateError, match=reason):
        plan_inputs(signature(x=info))


sizes = st.none() | st.lists(st.none() | st.integers(0, 5), max_size=4).map(tuple)
signatures = st.dictionaries(
    st.text(max_size=5),
    st.builds(TensorInfo, st.just(""), st.sampled_from(DTYPES), sizes, st.just("dense")),
    max_size=3,
)


@given(signatures)
def test_every_plan_keeps_the_known_sizes_and_is_the_same_each_time(inputs: dict[str, TensorInfo]) -> None:
    plan = plan_inputs(Signature("", inputs, {}))
    assert plan == plan_inputs(Signature("", dict(inputs), {}))
    for calls in plan:
        for call in calls:
            for name, info in inputs.items():
                made = call.arrays[name]
                json.dumps(made.as_job())
                if info.shape is not None:
                    assert len(made.shape) == len(info.shape)
                    assert all(known in (None, size) for known, size in zip(info.shape, made.shape, strict=True))
