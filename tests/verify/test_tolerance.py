from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

import hublint.verify
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


def test_the_worker_which_imports_nothing_of_hublint_has_the_same_bounds_for_sums() -> None:
    path = Path(hublint.verify.__file__).parent / "worker" / "probes" / "functions.py"
    written: dict[str, Any] = {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and node.targets[0].id in {"_CLOSE", "_CLOSE_OF"}
    }
    of = Tolerance().of
    assert written["_CLOSE"] == of("float32")
    assert written["_CLOSE_OF"] == {dtype: of(dtype) for dtype in written["_CLOSE_OF"]}
    assert {"float16", "bfloat16"} <= written["_CLOSE_OF"].keys()
