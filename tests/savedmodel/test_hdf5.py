from __future__ import annotations

import contextlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hublint.savedmodel.hdf5 import Dataset, Hdf5, Hdf5Error, read_hdf5
from tests.savedmodel.hdf5_writer import Tree, Weights, hdf5

TREE: Tree = {
    "model_weights": {
        "": Weights(attributes={"backend": "tensorflow"}),
        "dense": {"kernel:0": Weights(3, 4), "bias:0": Weights(4)},
        "empty": {},
    },
    "scalar": Weights(attributes={"dtype": "bfloat16"}),
}
WHOLE = hdf5(TREE, {"keras_version": "3.15.1", "model_config": '{"é": 1}' * 10_000})


def read(data: bytes, start: int = 0) -> Hdf5:
    return read_hdf5(io.BytesIO(data), start)


def test_groups_attributes_and_datasets_are_read() -> None:
    read_ = read(WHOLE)
    assert read_.end == len(WHOLE)
    assert not read_.problem
    assert not read_.unread
    assert [group.path for group in read_.groups] == [
        "",
        "model_weights",
        "model_weights/dense",
        "model_weights/empty",
    ]
    assert read_.attribute("keras_version") == "3.15.1"
    assert read_.attribute("model_config") == '{"é": 1}' * 10_000
    assert read_.attribute("backend", "model_weights") == "tensorflow"
    assert read_.attribute("backend") is None
    assert read_.attribute("backend", "nowhere") is None
    assert read_.datasets == (
        Dataset("model_weights/dense/bias:0", "float32", (4,), 16),
        Dataset("model_weights/dense/kernel:0", "float32", (3, 4), 48),
        Dataset("scalar", "bfloat16", (), 4),
    )


def test_a_file_inside_of_another() -> None:
    assert read(b"before" + WHOLE, 6) == read(WHOLE)


@pytest.mark.parametrize("data", [b"", b"\x89HDF", b"<html>" * 10, b"\x89HDF\r\n\x1a\n" + bytes([9]) * 100, WHOLE[:40]])
def test_what_is_no_hdf5_file(data: bytes) -> None:
    with pytest.raises(Hdf5Error):
        read(data)


def test_what_can_be_read_of_a_file_that_is_cut_off() -> None:
    part = read(WHOLE[: len(WHOLE) // 2])
    assert part.end == len(WHOLE)
    assert "it ends before byte" in part.problem


def test_a_group_that_holds_itself_is_read_once() -> None:
    data = bytearray(hdf5({"a": {"b": Weights(1)}}))
    root = data[64:72]
    symbol = data.index(b"SNOD\x01\0\x01\0" + bytes([8]), 200)  # the second table, the root's own
    data[symbol + 16 : symbol + 24] = root
    looped = read(bytes(data))
    assert [group.path for group in looped.groups] == [""]
    assert not looped.problem


@given(st.data())
def test_damaged_files_are_read_as_far_as_it_goes(data: st.DataObject) -> None:
    small = hdf5(TREE, {"keras_version": "3.15.1", "model_config": "{}"})
    changed = bytearray(small)
    for _ in range(data.draw(st.integers(1, 5))):
        changed[data.draw(st.integers(8, len(small) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(Hdf5Error):
        assert isinstance(read(bytes(changed[: data.draw(st.integers(0, len(small)))])), Hdf5)
