"""The worker's arrays: made, kept and compared. They need numpy, which comes with TensorFlow."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hublint.verify.runtime

if TYPE_CHECKING:
    from types import ModuleType

pytestmark = pytest.mark.tensorflow


@pytest.fixture(scope="module")
def arrays() -> ModuleType:
    from hublint.verify.worker import arrays

    return arrays


@pytest.fixture(scope="module")
def np(arrays: ModuleType) -> Any:
    return arrays.np


DTYPES = ["float32", "float64", "float16", "int8", "uint8", "int64", "uint64", "bool", "string", "complex64"]


@given(
    st.sampled_from(DTYPES), st.lists(st.integers(0, 4), max_size=3), st.sampled_from(["zeros", "random", "positive"])
)
def test_an_array_has_its_type_and_shape_and_is_kept_whole(
    tmp_path_factory: pytest.TempPathFactory, arrays: ModuleType, np: Any, dtype: str, shape: list[int], fill: str
) -> None:
    value = arrays.make(dtype, shape, fill, 7)
    assert value.shape == tuple(shape)
    assert value.dtype == (object if dtype == "string" else np.dtype(dtype))
    path = str(tmp_path_factory.getbasetemp() / "kept.npz")
    arrays.save(path, {"a/b:0": value, "": value})
    kept = arrays.load(path)
    assert set(kept) == {"a/b:0", ""}
    assert kept["a/b:0"].dtype == value.dtype
    assert kept["a/b:0"].tolist() == value.tolist()
    assert arrays.measure(value, kept[""], 0.0, 0.0)["equal"]


def test_strings_keep_their_bytes(tmp_path: Path, arrays: ModuleType, np: Any) -> None:
    value = np.array([b"end\0", b"", b"\xff\xfe", b"\n"], dtype=object).reshape(2, 2)
    arrays.save(str(tmp_path / "kept"), {"s": value})
    assert arrays.load(str(tmp_path / "kept"))["s"].tolist() == value.tolist()


def test_another_process_makes_the_same_arrays(arrays: ModuleType) -> None:
    folder = str(Path(hublint.verify.runtime.__file__).parent / "worker")
    script = "import sys, arrays; sys.stdout.write(arrays.make('float32', [3], 'random', 5).tobytes().hex())"
    other = subprocess.run(
        [sys.executable, "-c", script],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": folder},
    )
    assert other.stdout == arrays.make("float32", [3], "random", 5).tobytes().hex()


NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("left", "right", "equal", "max_abs"),
    [
        ([1.0, 2.0], [1.0, 2.0], True, 0.0),
        ([1000.0], [1000.05], True, 0.05),
        ([1000.0], [1000.2], False, 0.2),
        ([0.0], [0.000009], True, 0.000009),
        ([0.0], [0.00002], False, 0.00002),
        ([NAN, 1.0], [NAN, 1.0], True, 0.0),
        ([NAN, 1.0], [1.0, NAN], False, 0.0),
        ([INF, -INF], [INF, -INF], True, 0.0),
        ([INF], [-INF], False, 0.0),
        ([INF], [1e30], False, 0.0),
        ([], [], True, 0.0),
        ([3, 4], [3, 4], True, 0.0),
        ([3, 4], [3, 5], False, 1.0),
        ([2**62], [2**62 + 1], False, 0.0),
        ([True], [False], False, None),
        ([1 + 1j], [1 + 1.000001j], True, 0.000001),
        ([1 + 1j], [1 - 1j], False, 2.0),
    ],
)
def test_values_are_measured(
    arrays: ModuleType, np: Any, left: list[Any], right: list[Any], equal: bool, max_abs: float | None
) -> None:
    found = arrays.measure(np.array(left), np.array(right), 1e-4, 1e-5)
    assert found["equal"] is equal
    assert found["max_abs"] == (None if max_abs is None else pytest.approx(max_abs, rel=1e-6, abs=1e-12))


def test_the_worst_place_is_named(arrays: ModuleType, np: Any) -> None:
    left = np.array([[1.0, 2.0], [3.0, 4.0]], dtype="float32")
    right = np.array([[1.5, 2.0], [3.0, 2.0]], dtype="float32")
    found = arrays.measure(left, right, 1e-4, 1e-5)
    assert (found["index"], found["left"], found["right"]) == ([1, 1], "4", "2")
    assert (found["differing"], found["size"], found["max_abs"]) == (2, 4, 2.0)
    strings = arrays.measure(np.array([b"a", b"b"], dtype=object), np.array([b"a", b"c"], dtype=object), 1.0, 1.0)
    assert (strings["equal"], strings["index"], strings["left"], strings["right"]) == (False, [1], "b'b'", "b'c'")


def test_what_is_held_against_zero_has_no_relative_distance(arrays: ModuleType, np: Any) -> None:
    found = arrays.measure(np.array([0.0, 2.0]), np.array([1.0, 2.5]), 0.0, 0.0)
    assert (found["max_abs"], found["max_rel"]) == (1.0, 0.25)
    assert arrays.measure(np.array(0.0), np.array(1.0), 0.0, 0.0)["max_rel"] is None
    assert arrays.measure(np.array([4, 5]), np.array([5, 5]), 0.0, 0.0)["max_rel"] == 0.25


def test_shapes_that_differ_are_never_equal(arrays: ModuleType, np: Any) -> None:
    found = arrays.measure(np.zeros((2, 1)), np.zeros((2,)), 1.0, 1.0)
    assert (found["equal"], found["left_shape"], found["right_shape"]) == (False, [2, 1], [2])


def test_a_preview_is_short(arrays: ModuleType, np: Any) -> None:
    assert arrays.preview(np.float32(0.1).reshape(())) == "0.100000001"
    assert arrays.preview(np.arange(10)) == "[0, 1, 2, 3, 4, 5, ...]"
    assert arrays.preview(np.array([b"x" * 100], dtype=object)) == "[b'" + "x" * 40 + "']"
    assert arrays.preview(np.array([True])) == "[True]"
