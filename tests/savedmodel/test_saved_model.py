"""The reader of `saved_model.pb`, on bytes that this file writes itself, field by field as the format says."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hublint.savedmodel import (
    SavedModel,
    SavedModelError,
    Signature,
    TensorInfo,
    is_saved_model,
    parse_saved_model,
    read_saved_model,
)

if TYPE_CHECKING:
    from pathlib import Path

PREDICT = "tensorflow/serving/predict"


def varint(number: int) -> bytes:
    number &= (1 << 64) - 1
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


def field(number: int, value: int | bytes | str) -> bytes:
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    data = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(data)) + data


def shape(*sizes: int) -> bytes:
    return b"".join(field(2, field(1, size) + field(2, "batch")) for size in sizes)


def tensor(dtype: int, shape: bytes, name: str = "x:0") -> bytes:
    return field(1, name) + field(2, dtype) + field(3, shape)


def entry(key: str, value: bytes) -> bytes:
    return field(1, key) + field(2, value)


def signature(inputs: dict[str, bytes], outputs: dict[str, bytes], method: str = PREDICT) -> bytes:
    return (
        b"".join(field(1, entry(key, value)) for key, value in inputs.items())
        + b"".join(field(2, entry(key, value)) for key, value in outputs.items())
        + field(3, method)
    )


def meta_graph(*tags: str, **signatures: bytes) -> bytes:
    info = b"".join(field(4, tag) for tag in tags) + field(5, "2.21.0")
    body = b"".join(field(5, entry(key, value)) for key, value in signatures.items())
    graph_def = field(1, field(1, "node") + field(2, "Placeholder"))
    return field(1, info) + field(2, graph_def) + body


def model(*graphs: bytes) -> bytes:
    return field(1, 1) + b"".join(field(2, graph) for graph in graphs)


ADD_TWO = signature({"input": tensor(1, shape())}, {"output": tensor(1, shape(), "add:0")})


def test_tags_version_and_signatures_are_read() -> None:
    saved = parse_saved_model(model(meta_graph("serve", serving_default=ADD_TWO)))
    (graph,) = saved.meta_graphs
    assert graph.tags == {"serve"}
    assert graph.tensorflow_version == "2.21.0"
    assert graph.signatures == {
        "serving_default": Signature(
            PREDICT, {"input": TensorInfo("x:0", "float32", ())}, {"output": TensorInfo("add:0", "float32", ())}
        )
    }
    assert str(graph.signatures["serving_default"]) == "(input: float32 []) -> (output: float32 [])"


def test_an_unknown_size_is_none_and_an_unknown_rank_is_no_shape() -> None:
    inputs = {"a": tensor(9, shape(-1, 3)), "b": tensor(7, field(3, 1)), "c": tensor(10, shape(0))}
    (graph,) = parse_saved_model(model(meta_graph("serve", call=signature(inputs, {})))).meta_graphs
    read = graph.signatures["call"].inputs
    assert (read["a"].dtype, read["a"].shape) == ("int64", (None, 3))
    assert (read["b"].dtype, read["b"].shape) == ("string", None)
    assert (read["c"].dtype, read["c"].shape) == ("bool", (0,))
    assert [str(info) for info in read.values()] == ["int64 [None, 3]", "string unknown rank", "bool [0]"]


def test_sparse_composite_and_reference_tensors_are_told_apart() -> None:
    inputs = {
        "sparse": field(4, field(1, "values:0")) + field(2, 1) + field(3, shape(2)),
        "ragged": field(5, b"") + field(2, 3),
        "ref": tensor(101, shape()),
        "odd": tensor(77, shape()),
    }
    (graph,) = parse_saved_model(model(meta_graph("serve", call=signature(inputs, {})))).meta_graphs
    read = graph.signatures["call"].inputs
    assert {name: (info.encoding, info.dtype) for name, info in read.items()} == {
        "sparse": ("sparse", "float32"),
        "ragged": ("composite", "int32"),
        "ref": ("dense", "float32_ref"),
        "odd": ("dense", "dtype 77"),
    }


def test_the_graph_to_serve_is_the_one_tagged_serve_alone() -> None:
    train = meta_graph("serve", "train", train=ADD_TWO)
    serve = meta_graph("serve", serving_default=ADD_TWO)
    assert list(parse_saved_model(model(train, serve)).serving().signatures) == ["serving_default"]


def test_without_a_serve_tag_it_is_the_first_with_signatures() -> None:
    empty, hub = meta_graph("train"), meta_graph(default=ADD_TWO)
    assert list(parse_saved_model(model(empty, hub)).serving().signatures) == ["default"]
    assert not parse_saved_model(model(empty)).serving().signatures


def test_signatures_of_tensorflow_itself_are_not_public() -> None:
    (graph,) = parse_saved_model(
        model(meta_graph("serve", __saved_model_init_op=ADD_TWO, serving_default=ADD_TWO))
    ).meta_graphs
    assert list(graph.public_signatures) == ["serving_default"]


def test_a_message_in_two_parts_is_merged() -> None:
    # Protobuf allows it: the parts' bytes together are the message.
    info = field(1, field(4, "serve")) + field(1, field(5, "1.15.5"))
    (graph,) = parse_saved_model(model(info)).meta_graphs
    assert graph.tags == {"serve"}
    assert graph.tensorflow_version == "1.15.5"


def test_unknown_fields_and_fields_of_another_type_are_passed_over() -> None:
    noise = varint(200 << 3 | 1) + bytes(8) + varint(201 << 3 | 5) + bytes(4) + field(202, b"?") + field(5, 7)
    (graph,) = parse_saved_model(model(noise + meta_graph("serve", call=ADD_TWO))).meta_graphs
    assert list(graph.signatures) == ["call"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "holds no graph"),
        (field(1, 1), "holds no graph"),
        (b"not a model", "wire type"),
        (model(meta_graph("serve"))[:-3], "runs past the end"),
        (b"\x12\xff", "cut off"),
        (b"\x08" + b"\xff" * 11, "longer than ten bytes"),
        (b"\x00\x00", "number 0"),
        (model(field(1, field(4, b"\xff\xfe"))), "not a MetaGraphDef message"),
    ],
)
def test_damage_is_named(data: bytes, reason: str) -> None:
    with pytest.raises(SavedModelError, match=reason):
        parse_saved_model(data)


@given(st.binary(max_size=300))
def test_arbitrary_bytes_give_a_model_or_its_own_error(data: bytes) -> None:
    with contextlib.suppress(SavedModelError):
        assert isinstance(parse_saved_model(data), SavedModel)


WHOLE = model(
    meta_graph("serve", serving_default=ADD_TWO, other=signature({"a": tensor(9, shape(-1, 3))}, {}, "")),
    meta_graph("serve", "train"),
)


@given(st.data())
def test_damaged_models_give_a_model_or_its_own_error(data: st.DataObject) -> None:
    changed = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 4))):
        changed[data.draw(st.integers(0, len(WHOLE) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(WHOLE)))
    with contextlib.suppress(SavedModelError):
        assert parse_saved_model(bytes(changed[:cut])).meta_graphs


names = st.text(st.characters(codec="utf-8"), max_size=8)
shapes = st.none() | st.lists(st.none() | st.integers(0, 2**62), max_size=4).map(tuple)


@given(st.dictionaries(names, shapes, max_size=4), st.frozensets(names, max_size=3))
def test_what_is_written_is_read(inputs: dict[str, tuple[int | None, ...] | None], tags: frozenset[str]) -> None:
    encoded = {
        name: tensor(1, field(3, 1) if sizes is None else shape(*(-1 if size is None else size for size in sizes)))
        for name, sizes in inputs.items()
    }
    (graph,) = parse_saved_model(model(meta_graph(*tags, key=signature(encoded, {})))).meta_graphs
    assert graph.tags == tags
    assert {name: info.shape for name, info in graph.signatures["key"].inputs.items()} == inputs


def test_a_folder_is_read(tmp_path: Path) -> None:
    assert not is_saved_model(tmp_path)
    (tmp_path / "saved_model.pb").write_bytes(model(meta_graph("serve", serving_default=ADD_TWO)))
    assert is_saved_model(tmp_path)
    assert list(read_saved_model(tmp_path).serving().signatures) == ["serving_default"]


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(SavedModelError, match=re.escape(f"{tmp_path}: holds no saved_model.pb")):
        read_saved_model(tmp_path)


def test_a_model_in_text_form_is_named(tmp_path: Path) -> None:
    (tmp_path / "saved_model.pbtxt").write_text("saved_model_schema_version: 1", encoding="utf-8")
    assert is_saved_model(tmp_path)
    with pytest.raises(SavedModelError, match="text form"):
        read_saved_model(tmp_path)


def test_a_damaged_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "saved_model.pb"
    path.write_bytes(b"<html>")
    with pytest.raises(SavedModelError, match=re.escape(f"{path}: is damaged or no SavedModel")):
        read_saved_model(tmp_path)
    path.unlink()
    path.mkdir()
    with pytest.raises(SavedModelError, match=re.escape(f"{path}: cannot be read: Is a directory")):
        read_saved_model(tmp_path)
