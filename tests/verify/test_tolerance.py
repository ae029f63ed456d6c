from __future__ import annotations

import pytest

from hublint.verify.tolerance import Bound, Tolerance, arithmetic


@pytest.mark.parametrize(
    ("ops", "expected"),
    [
        ((), "sums"),  # nothing is known of a graph that was not read
        (("Placeholder", "Identity", "StridedSlice"), "moves"),
        (("Placeholder", "AddV2", "Relu", "Cast"), "elementwise"),
        (("Placeholder", "AddV2", "MatMul"), "sums"),
        (("Placeholder", "Sub"), "sums"),  # what is left of two large numbers is as far off as they are
        (("Placeholder", "OurOwnOp"), "sums"),
    ],
)
def test_what_a_graph_computes_is_told_by_its_operations(ops: tuple[str, ...], expected: str) -> None:
    assert arithmetic(ops) == expected


def test_what_is_only_moved_has_to_be_equal() -> None:
    assert Tolerance().of("float32", "moves") == Bound(0.0, 0.0)


def test_sums_may_be_further_apart_than_single_numbers_and_short_types_than_long_ones() -> None:
    of = Tolerance().of
    for dtype in ("float64", "float32", "float16", "bfloat16"):
        assert of(dtype, "elementwise").rtol < of(dtype, "sums").rtol
    assert of("float64").rtol < of("float32").rtol < of("float16").rtol < of("bfloat16").rtol


def test_what_the_user_says_holds_for_all() -> None:
    for dtype in ("float64", "bfloat16"):
        assert Tolerance(rtol=0.5).of(dtype, "moves") == Bound(0.5, 0.0)
        assert Tolerance(rtol=0.5, atol=0.25).of(dtype) == Bound(0.5, 0.25)
