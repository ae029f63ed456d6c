from __future__ import annotations

import contextlib
import io
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hublint.savedmodel.hdf5 as hdf5_module
from hublint.savedmodel.hdf5 import Dataset, Hdf5, Hdf5Error, read_hdf5
from tests.savedmodel.hdf5_writer import Tree, Weights, Writer, hdf5

if TYPE_CHECKING:
    from pathlib import Path

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


def test_a_dataset_larger_than_any_file_is_not_believed() -> None:
    huge = read(hdf5({"whole": Weights(3), "x": Weights(*[2**63] * 32)}))
    assert [dataset.path for dataset in huge.datasets] == ["whole"]
    assert huge.problem == "a dataset of it is larger than any file"


def test_one_long_text_that_many_attributes_share_counts_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hdf5_module, "_MOST_BYTES", 1_000_000)
    shared = Writer()
    (_, attribute), *_ = shared.texts({"a": "x" * 100_000})
    root = shared.header([(12, attribute)] * 20)
    data = bytearray(shared.file({}, {}))
    data[64:72] = root.to_bytes(8, "little")
    assert read(bytes(data)).problem == "it describes more than can be read"


def test_a_group_of_too_many_members_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hdf5_module, "_MOST_OBJECTS", 10)
    assert read(hdf5({f"{name}": Weights(1) for name in range(20)})).problem == "a group has too many members"


@given(st.data())
def test_damaged_files_are_read_as_far_as_it_goes(data: st.DataObject) -> None:
    small = hdf5(TREE, {"keras_version": "3.15.1", "model_config": "{}"})
    changed = bytearray(small)
    for _ in range(data.draw(st.integers(1, 5))):
        changed[data.draw(st.integers(8, len(small) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(Hdf5Error):
        assert isinstance(read(bytes(changed[: data.draw(st.integers(0, len(small)))])), Hdf5)


@pytest.mark.tensorflow  # which brings h5py
@pytest.mark.parametrize("version", ["earliest", "v108", "v110", "latest"])
def test_the_formats_that_h5py_writes(tmp_path: Path, version: str) -> None:
    h5py: Any = import_module("h5py")
    path = tmp_path / "file.h5"
    text = "é" * 40_000
    with h5py.File(path, "w", libver=version) as file:
        file.attrs["model_config"] = text if version == "earliest" else text.encode()
        file.attrs["keras_version"] = "3.15.1"
        file.attrs["numbers"] = [1, 2]
        group = file.create_group("layers/dense/vars", track_order=True)
        group.attrs["name"] = "hidden"
        group.create_dataset("0", (3, 4), "f2")
        group.create_dataset("1", (), "i8")
        group.create_dataset("2", (10, 10), "f8", chunks=(5, 5), compression="gzip")
        group.create_dataset("3", (2,), "?")
        group.create_dataset("4", (2,), "u2").attrs["dtype"] = "bfloat16"
        many = file.create_group("many")
        for number in range(20):
            many[f"{number:02}"] = 1.0
    read_ = read(path.read_bytes())
    assert not read_.problem
    assert read_.end == path.stat().st_size
    assert read_.attribute("model_config") == text
    assert read_.attribute("keras_version") == "3.15.1"
    assert read_.attribute("numbers") is None
    assert read_.attribute("name", "layers/dense/vars") == "hidden"
    assert tuple(sorted(read_.datasets)[:5]) == (
        Dataset("layers/dense/vars/0", "float16", (3, 4), 24),
        Dataset("layers/dense/vars/1", "int64", (), 8),
        Dataset("layers/dense/vars/2", "float64", (10, 10), 800),
        Dataset("layers/dense/vars/3", "bool", (2,), 2),
        Dataset("layers/dense/vars/4", "bfloat16", (2,), 4),
    )
    if version == "earliest":
        assert [dataset.path for dataset in sorted(read_.datasets)[5:]] == [f"many/{number:02}" for number in range(20)]
    else:
        assert read_.unread == ("many",)
