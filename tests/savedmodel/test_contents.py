"""All that is read of a model's files, in models that this file writes by the protobuf library, without TensorFlow."""

from __future__ import annotations

import json
import os
import time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hublint.savedmodel import Contents, SavedModelError, TensorInfo, read_contents
from hublint.savedmodel.contents import Asset, Damage, KerasPart, Node, SlotVariable, StoredVariable
from hublint.savedmodel.descriptors import message_class
from hublint.savedmodel.optimizer import find_optimizer
from hublint.savedmodel.wire import Splitter
from tests.savedmodel.test_saved_model import field, varint
from tests.savedmodel.test_table import table

if TYPE_CHECKING:
    from pathlib import Path

FLOAT, INT, STRING = 1, 3, 7
KERAS = "third_party.tensorflow.python.keras.protobuf."
VALUE = "/.ATTRIBUTES/VARIABLE_VALUE"


def message(name: str, /, **fields: Any) -> Any:
    return message_class(name if "." in name else f"tensorflow.{name}")(**fields)


def shape(*sizes: int) -> Any:
    return message("TensorShapeProto", dim=[{"size": size} for size in sizes])


def spec(name: str, *sizes: int) -> Any:
    return message(
        "StructuredValue", tensor_spec_value=message("TensorSpecProto", name=name, shape=shape(*sizes), dtype=FLOAT)
    )


def value(plain: Any) -> Any:
    """Write a Python value as struct.proto has it."""
    made = message("StructuredValue")
    if plain is None:
        made.none_value.SetInParent()
    elif isinstance(plain, bool):
        made.bool_value = plain
    elif isinstance(plain, float):
        made.float64_value = plain
    elif isinstance(plain, int):
        made.int64_value = plain
    elif isinstance(plain, str):
        made.string_value = plain
    elif isinstance(plain, dict):
        made.dict_value.SetInParent()
        for key, inner in plain.items():
            made.dict_value.fields[key].CopyFrom(value(inner))
    elif isinstance(plain, (list, tuple)):
        values = made.list_value if isinstance(plain, list) else made.tuple_value
        values.SetInParent()
        values.values.extend(map(value, plain))
    else:
        made.CopyFrom(plain)
    return made


def function_spec(arguments: list[str], defaults: tuple[Any, ...] | None = None, **more: Any) -> Any:
    named = message("NamedTupleValue", name="FullArgSpec")
    told = {"args": arguments, "varargs": None, "defaults": defaults, "kwonlyargs": [], "kwonlydefaults": None} | more
    is_method = told.pop("is_method", False)
    for key, plain in told.items():
        named.values.add(key=key).value.CopyFrom(value(plain))
    return message("FunctionSpec", fullargspec=message("StructuredValue", named_tuple_value=named), is_method=is_method)


def concrete(positional: tuple[Any, ...], keywords: dict[str, Any], outputs: Any, bound: tuple[int, ...] = ()) -> Any:
    return message(
        "SavedConcreteFunction",
        bound_inputs=bound,
        canonicalized_input_signature=value((positional, keywords)),
        output_signature=value(outputs),
    )


def write(folder: Path, *graphs: Any) -> Path:
    folder.mkdir(exist_ok=True)
    model = message("SavedModel", saved_model_schema_version=1, meta_graphs=graphs)
    (folder / "saved_model.pb").write_bytes(model.SerializeToString())
    return folder


def meta_graph(nodes: list[Any] | None = None, objects: list[Any] | None = None, **more: Any) -> Any:
    graph = message("MetaGraphDef", graph_def={"node": nodes or []}, **more)
    graph.meta_info_def.tags.append("serve")
    if objects is not None:
        graph.object_graph_def.nodes.extend(objects)
    return graph


def write_checkpoint(folder: Path, tensors: dict[str, bytes], names: dict[str, str] | None = None) -> None:
    """Write a checkpoint of float vectors, with the description of its objects if they have names."""
    (folder / "variables").mkdir(exist_ok=True)
    data = b""
    entries = {b"": message("BundleHeaderProto", num_shards=1).SerializeToString()}
    if names is not None:
        graph = message("TrackableObjectGraph")
        for key, name in names.items():
            graph.nodes.add().attributes.add(name="VARIABLE_VALUE", full_name=name, checkpoint_key=key)
        text = graph.SerializeToString()
        tensor = varint(len(text)) + bytes(4) + text
        entries[b"_CHECKPOINTABLE_OBJECT_GRAPH"] = entry(STRING, (), 0, len(tensor))
        data = tensor
    for key, content in tensors.items():
        entries[key.encode()] = entry(FLOAT, (len(content) // 4,), len(data), len(content), crc=hash(content) % 1000)
        data += content
    (folder / "variables" / "variables.index").write_bytes(table(entries))
    (folder / "variables" / "variables.data-00000-of-00001").write_bytes(data)


def entry(dtype: int, sizes: tuple[int, ...], offset: int, size: int, shard: int = 0, crc: int = 0) -> bytes:
    made = message(
        "BundleEntryProto", dtype=dtype, shape=shape(*sizes), shard_id=shard, offset=offset, size=size, crc32c=crc
    )
    return bytes(made.SerializeToString())


def variable(name: str, *, trainable: bool = True) -> Any:
    saved = message("SavedVariable", name=name, dtype=FLOAT, shape=shape(2), trainable=trainable)
    return message("SavedObject", variable=saved)


def user_object(children: dict[str, int], identifier: str = "_generic_user_object", metadata: str = "") -> Any:
    made = message("SavedObject", user_object={"identifier": identifier, "metadata": metadata})
    for name, number in children.items():
        made.children.add(local_name=name, node_id=number)
    return made


def string_constant(name: str, *texts: bytes, sizes: tuple[int, ...] = ()) -> Any:
    node = message("NodeDef", name=name, op="Const")
    node.attr["value"].tensor.CopyFrom(
        message("TensorProto", dtype=STRING, tensor_shape=shape(*sizes), string_val=texts)
    )
    return node


def test_nodes_of_the_graph_and_of_its_functions_are_read(tmp_path: Path) -> None:
    call = message("NodeDef", name="call", op="PartitionedCall", input=["x", "^init"], device="/device:GPU:0")
    call.attr["f"].func.name = "inner"
    branch = message("NodeDef", name="case", op="Case")
    branch.attr["branches"].list.func.extend([message("NameAttrList", name="a"), message("NameAttrList", name="b")])
    graph = meta_graph([call, branch])
    inner = graph.graph_def.library.function.add(signature={"name": "inner"})
    inner.node_def.extend([message("NodeDef", name="y", op="ReadFile", input=["path"])])
    (read,) = read_contents(write(tmp_path, graph)).graphs
    assert read.nodes == (
        Node("call", "PartitionedCall", ("x", "^init"), "/device:GPU:0", calls=("inner",)),
        Node("case", "Case", calls=("a", "b")),
        Node("y", "ReadFile", ("path",), function="inner"),
    )
    assert read.functions == ("inner",)
    assert [node.name for node in read.with_op("ReadFile", "WriteFile")] == ["y"]


def test_a_constant_that_is_one_string_has_its_text(tmp_path: Path) -> None:
    number = message("NodeDef", name="number", op="Const")
    number.attr["value"].tensor.dtype = FLOAT
    nodes = [
        string_constant("path", b"/home/me/words.txt"),
        string_constant("one", b"w", sizes=(1,)),
        string_constant("two", b"a", b"b", sizes=(2,)),
        string_constant("filled", b"a", sizes=(9,)),
        string_constant("bytes", b"\xffok"),
        string_constant("long", b"x" * 10_000),
        string_constant("huge", b"x" * 2_000_000),
        number,
        message("NodeDef", name="none", op="Const"),
    ]
    (read,) = read_contents(write(tmp_path, meta_graph(nodes))).graphs
    texts = {node.name: node.text for node in read.nodes}
    assert texts == {
        "path": "/home/me/words.txt",
        "one": "w",
        "two": None,
        "filled": None,
        "bytes": "\\xffok",
        "long": "x" * 4096,
        "huge": None,
        "number": None,
        "none": None,
    }


def functional(tmp_path: Path) -> Contents:
    """Return a model whose root can be called, with traces of every kind of argument."""
    root = user_object({"__call__": 1, "w": 2, "signatures": 3, "plain": 4})
    call = message("SavedObject")
    call.function.concrete_functions.extend(["train", "serve", "gone"])
    call.function.function_spec.CopyFrom(
        function_spec(
            ["self", "x", "training", "scale"], (False, 1.5), is_method=True, varargs="more", kwonlyargs=["mode"],
            kwonlydefaults={"mode": "sum"},
        )
    )  # fmt: skip
    plain = message("SavedObject")
    plain.bare_concrete_function.concrete_function_name = "serve"
    plain.bare_concrete_function.argument_keywords.append("x")
    graph = meta_graph(objects=[root, call, variable("w"), user_object({}, "signature_map"), plain])
    functions = graph.object_graph_def.concrete_functions
    nested = {"b": [spec("b0", -1), None], "a": spec("a", -1, 3)}
    functions["train"].CopyFrom(
        concrete(
            (nested, True, spec("scale"), spec("extra", 1)), {"mode": "max"}, (spec("o", 2), {"k": spec("p")}), (2,)
        )
    )
    ragged = message("TypeSpecProto", type_spec_class="RAGGED_TENSOR_SPEC")
    state = value((1, None))
    state.tuple_value.values.add().tensor_shape_value.CopyFrom(shape(-1, -1))
    state.tuple_value.values.add().tensor_dtype_value = INT
    ragged.type_state.CopyFrom(state)
    functions["serve"].CopyFrom(
        concrete((message("StructuredValue", type_spec_value=ragged), False, 1.5, []), {}, spec("unknown", -1))
    )
    return read_contents(write(tmp_path, graph))


def test_functions_have_arguments_defaults_and_traces(tmp_path: Path) -> None:
    (graph,) = functional(tmp_path).graphs
    call = graph.root_call
    assert call is not None
    assert call.arguments == ("x", "training", "scale", "mode")
    assert call.defaults == {"training": False, "scale": 1.5, "mode": "sum"}
    train, serve = call.traces  # "gone" is not described
    assert train.inputs == {
        "x/a": TensorInfo("a", "float32", (None, 3)),
        "x/b/0": TensorInfo("b0", "float32", (None,)),
        "scale": TensorInfo("scale", "float32", ()),
        "more/0": TensorInfo("extra", "float32", (1,)),
    }
    assert train.constants == {"x/b/1": None, "training": True, "mode": "max"}
    assert train.outputs == {"0": TensorInfo("o", "float32", (2,)), "1/k": TensorInfo("p", "float32", ())}
    assert train.bound == (2,)
    assert serve.inputs == {"x": TensorInfo("", "int32", (None, None), "composite")}
    assert serve.constants == {"training": False, "scale": 1.5, "more/0": []}
    assert serve.outputs == {"": TensorInfo("unknown", "float32", (None,))}


def test_objects_are_found_by_their_ways(tmp_path: Path) -> None:
    contents = functional(tmp_path)
    (graph,) = contents.graphs
    assert contents.form == "tf2"
    w = graph.child("w")
    assert w is not None
    assert (w.kind, w.name, w.dtype, w.shape, w.trainable) == ("variable", "w", "float32", (2,), True)
    assert (graph.number("w"), graph.way(2), graph.way(0)) == (2, ("w",), ())
    assert graph.child("w", "nothing") is None
    assert graph.child("nothing", "nothing") is None
    assert list(graph.functions_of_root()) == ["__call__"]
    plain = graph.child("plain")
    assert plain is not None
    assert (plain.kind, plain.arguments) == ("bare_concrete_function", ("x",))
    assert graph.used_objects() == {2}


def test_an_object_graph_that_goes_in_circles_is_walked_once(tmp_path: Path) -> None:
    objects = [user_object({"a": 1, "self": 0}), user_object({"up": 0, "optimizer": 2, "self": 1}), user_object({})]
    objects[2] = user_object({"_iterations": 3, "_learning_rate": 4, "model": 1})
    contents = read_contents(write(tmp_path, meta_graph(objects=[*objects, variable("i"), variable("r")])))
    assert contents.graphs[0].way(4) == ("a", "optimizer", "_learning_rate")
    assert contents.optimizer is not None
    assert contents.optimizer.evidence == "the object a.optimizer is an optimizer"


def test_an_object_that_leads_nowhere_is_damage(tmp_path: Path) -> None:
    contents = read_contents(write(tmp_path, meta_graph(objects=[user_object({"a": 7})])))
    assert contents.damage == (
        Damage("saved_model.pb", "is damaged (has an object that leads to one that is not there)"),
    )
    assert contents.graphs[0].objects == ()
    assert contents.graphs[0].tags == {"serve"}


def test_variables_have_their_names_types_sizes_and_objects(tmp_path: Path) -> None:
    root = user_object({"w": 1, "layer/odd": 2, "twice": 1})
    write(tmp_path, meta_graph(objects=[root, variable("w"), variable("odd")]))
    keys = {f"w{VALUE}": b"w" * 8, f"layer.Sodd{VALUE}": b"o" * 4, "other": b""}
    write_checkpoint(tmp_path, keys, {f"w{VALUE}": "the/w"})
    contents = read_contents(tmp_path)
    assert contents.damage == ()
    assert [(one.key, one.name, one.dtype, one.shape, one.bytes, one.number) for one in contents.variables] == [
        (f"layer.Sodd{VALUE}", f"layer.Sodd{VALUE}", "float32", (1,), 4, 2),
        ("other", "other", "float32", (0,), 0, None),
        (f"w{VALUE}", "the/w", "float32", (2,), 8, 1),
    ]
    assert [one.bytes for one in contents.largest_variables()] == [8, 4, 0]
    assert [one.key for one in contents.unused_variables()] == [f"layer.Sodd{VALUE}", f"w{VALUE}"]


@pytest.mark.parametrize(("name", "key"), [("a/b", "a.Sb"), ("a.Sb", "a..Sb"), ("a..b", "a....b"), ("a./b", "a...Sb")])
def test_signs_that_a_key_writes_otherwise(tmp_path: Path, name: str, key: str) -> None:
    write(tmp_path, meta_graph(objects=[user_object({name: 1}), variable("w")]))
    write_checkpoint(tmp_path, {f"{key}{VALUE}": bytes(8)})
    assert [one.number for one in read_contents(tmp_path).variables] == [1]


def test_variables_stored_in_slices_have_the_bytes_of_all_slices(tmp_path: Path) -> None:
    write(tmp_path, meta_graph())
    entries = {
        b"": message("BundleHeaderProto", num_shards=1).SerializeToString(),
        b"sliced/w": entry(FLOAT, (4,), 0, 0),
        b"\x00sliced/w\x00\x01\x01": entry(FLOAT, (2,), 0, 8),
        b"\x00sliced/w\x00\x01\x02": entry(FLOAT, (2,), 8, 8),
    }
    (tmp_path / "variables").mkdir()
    (tmp_path / "variables" / "variables.index").write_bytes(table(entries))
    (tmp_path / "variables" / "variables.data-00000-of-00001").write_bytes(bytes(16))
    assert [(one.key, one.bytes) for one in read_contents(tmp_path).variables] == [("sliced/w", 16)]


def test_a_variable_of_tensorflow_1_is_used_if_an_output_comes_from_it(tmp_path: Path) -> None:
    nodes = [
        message("NodeDef", name="w", op="VariableV2"),
        message("NodeDef", name="w/read", op="Identity", input=["w"]),
        message("NodeDef", name="b", op="VarHandleOp"),
        message("NodeDef", name="y", op="MatMul", input=["x:0", "w/read:0", "^c"]),
        message("NodeDef", name="c", op="VariableV2"),
    ]
    graph = meta_graph(nodes)
    graph.signature_def["serving_default"].outputs["y"].name = "y:0"
    write_checkpoint(write(tmp_path, graph), {"w": b"w" * 4, "b": b"b" * 4, "c": b"c" * 4, "sliced": b""})
    contents = read_contents(tmp_path)
    assert contents.form == "tf1"
    assert contents.graphs[0].used_nodes() == {"w", "w/read", "y", "c"}
    assert [one.key for one in contents.unused_variables()] == ["b"]


def test_variables_that_keras_3_stores_twice_are_paired(tmp_path: Path) -> None:
    lists = [user_object({"0": 3, "1": 4}), user_object({"0": 5, "1": 6})]
    objects = [user_object({"variables": 1, "_all_variables": 2, "call": 7}), *lists, *map(variable, "abcd")]
    call = message("SavedObject")
    call.function.concrete_functions.append("f")
    graph = meta_graph(objects=[*objects, call])
    graph.object_graph_def.concrete_functions["f"].CopyFrom(concrete((), {}, None, (3, 4)))
    write_checkpoint(
        write(tmp_path, graph),
        {
            f"variables/0{VALUE}": b"1" * 8,
            f"variables/1{VALUE}": b"2" * 8,
            f"_all_variables/0{VALUE}": b"2" * 8,
            f"_all_variables/1{VALUE}": b"3" * 8,
        },
    )
    pairs = read_contents(tmp_path).stored_twice()
    assert [(one.key, copy.key) for one, copy in pairs] == [(f"variables/1{VALUE}", f"_all_variables/0{VALUE}")]


def test_an_optimizer_is_found_by_its_object_and_keeps_no_variable_of_the_model(tmp_path: Path) -> None:
    optimizer = user_object({"_iterations": 2, "_learning_rate": 3, "_trainable_variables": 4, "_variables": 5})
    lists = [user_object({"0": 6}), user_object({"0": 2, "1": 3, "2": 7})]
    objects = [user_object({"o": 1}), optimizer, variable("i"), variable("r"), *lists, variable("w"), variable("m")]
    keys = [f"o/_iterations{VALUE}", f"o/_learning_rate{VALUE}", f"o/_variables/2{VALUE}"]
    write_checkpoint(
        write(tmp_path, meta_graph(objects=objects)),
        dict.fromkeys([*keys, f"o/_trainable_variables/0{VALUE}"], bytes(8)),
    )
    found = read_contents(tmp_path).optimizer
    assert found is not None
    assert found.keys == tuple(keys)
    assert (found.bytes, found.evidence) == (24, "the object o is an optimizer")


def test_of_very_many_optimizers_a_few_are_told_and_the_graph_is_walked_once(tmp_path: Path) -> None:
    count = 5000
    numbers = range(1, count + 1)
    objects = [user_object({f"o{number}": number for number in numbers})]
    objects += [user_object({"next": number % count + 1, "w": count + 1}, "optimizer") for number in numbers]
    write_checkpoint(write(tmp_path, meta_graph(objects=[*objects, variable("w")])), {f"o1/w{VALUE}": bytes(8)})
    began = time.process_time()
    found = read_contents(tmp_path).optimizer
    assert time.process_time() - began < 5, "walking it for each of them takes a minute"
    assert found is not None
    assert found.keys == (f"o1/w{VALUE}",)
    assert found.evidence.count("is an optimizer") == 5


def test_the_variables_of_an_optimizer_are_found_without_it(tmp_path: Path) -> None:
    names = ["adam/iteration", "adam/learning_rate", "adam/w_momentum"]
    kept = [variable(name, trainable=False) for name in names]
    objects = [user_object({"optim": 1}), user_object({"0": 2, "1": 3, "2": 4}), *kept]
    keys = [f"optim/{number}{VALUE}" for number in range(3)]
    write_checkpoint(write(tmp_path, meta_graph(objects=objects)), dict.fromkeys(keys, bytes(8)))
    found = read_contents(tmp_path).optimizer
    assert found is not None
    assert found.keys == tuple(keys)
    assert found.evidence == "the variables of optim are an optimizer's"
    objects[1] = user_object({"0": 3, "1": 2})  # in another order they are anybody's
    assert read_contents(write(tmp_path, meta_graph(objects=objects))).optimizer is None


def test_the_slots_of_an_older_optimizer_are_found(tmp_path: Path) -> None:
    optimizer = user_object({}, "optimizer")
    optimizer.slot_variables.add(original_variable_node_id=2, slot_name="m", slot_variable_node_id=3)
    objects = [user_object({"optimizer": 1, "w": 2}), optimizer, variable("w"), variable("w/m")]
    slot = f"w/.OPTIMIZER_SLOT/optimizer/m{VALUE}"
    write_checkpoint(write(tmp_path, meta_graph(objects=objects)), {f"w{VALUE}": bytes(8), slot: bytes(8)})
    contents = read_contents(tmp_path)
    assert contents.graphs[0].objects[1].slots == (SlotVariable(2, "m", 3),)
    assert contents.optimizer is not None
    assert contents.optimizer.keys == (slot,)
    assert contents.optimizer.evidence == "the object optimizer is an optimizer; 1 slot variables"


def test_very_many_slots_are_found_at_once(tmp_path: Path) -> None:
    numbers = range(2, 10_002)
    optimizer = user_object({}, "optimizer")
    for number in numbers:
        optimizer.slot_variables.add(original_variable_node_id=number, slot_name="m", slot_variable_node_id=number)
    objects = [user_object({"o": 1, **{f"w{number}": number for number in numbers}}), optimizer]
    objects += [variable("w")] * len(numbers)
    slots = {f"w{number}/.OPTIMIZER_SLOT/o/m{VALUE}": b"" for number in numbers}
    write_checkpoint(write(tmp_path, meta_graph(objects=objects)), slots)
    began = time.process_time()
    assert {one.number for one in read_contents(tmp_path).variables} == set(numbers)
    assert time.process_time() - began < 2, "looking for each among all of them takes ten seconds"


def test_the_functions_that_nodes_call_count_as_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    node = message("NodeDef", name="case", op="Case")
    for _ in range(200):
        node.attr["branches"].list.func.add(name="f")
    write(tmp_path, meta_graph([node]))
    assert not read_contents(tmp_path).damage
    monkeypatch.setattr(Splitter, "MOST", 150)
    assert "more parts than any model" in read_contents(tmp_path).damage[0].reason


def test_an_optimizer_of_tensorflow_1_is_found_by_names_and_operations(tmp_path: Path) -> None:
    write_checkpoint(
        write(tmp_path, meta_graph([message("NodeDef", name="train", op="ResourceApplyAdam")])),
        dict.fromkeys(["Adam", "beta1_power", "w", "w/Adam", "w/Adam_1", "w/Adamant"], bytes(4)),
    )
    found = read_contents(tmp_path).optimizer
    assert found is not None
    assert found.keys == ("beta1_power", "w/Adam", "w/Adam_1")
    assert found.evidence == "the variable beta1_power; the operation ResourceApplyAdam"


def test_the_optimizer_of_keras_in_a_graph_is_known_by_its_scope() -> None:
    keys = ["dense/kernel", "training/Adam/iter", "training/Adam/dense/kernel/m", "training/dense/kernel"]
    found = find_optimizer((), [StoredVariable(key, key, "float32", (), 4) for key in keys], None)
    assert found is not None
    assert found.keys == ("training/Adam/iter", "training/Adam/dense/kernel/m")


def metadata(*nodes: tuple[str, dict[str, Any]]) -> bytes:
    made = message(KERAS + "SavedMetadata")
    for identifier, told in nodes:
        made.nodes.add(identifier=identifier, metadata=json.dumps(told))
    return bytes(made.SerializeToString())


def test_what_keras_2_says_of_itself_is_read(tmp_path: Path) -> None:
    write(tmp_path, meta_graph(objects=[user_object({})]))
    root = {
        "class_name": "Mine",
        "keras_version": "2.15.0",
        "backend": "tensorflow",
        "training_config": {"loss": "mse"},
    }
    layers = [
        ("_tf_keras_input_layer", {"class_name": "InputLayer"}),
        ("_tf_keras_layer", {"class_name": "Lambda", "name": "halve"}),
        ("_tf_keras_layer", {"class_name": "Package>Layer"}),
        ("_tf_keras_rnn_layer", {"class_name": "LSTM"}),
        ("_tf_keras_metric", {"class_name": "MyMetric"}),
    ]
    (tmp_path / "keras_metadata.pb").write_bytes(metadata(("_tf_keras_model", root), *layers))
    contents = read_contents(tmp_path)
    assert contents.form == "keras-savedmodel"
    assert contents.keras == KerasPart(
        version="2.15.0",
        backend="tensorflow",
        model_class="Mine",
        layers=("InputLayer", "Lambda", "Package>Layer", "LSTM"),
        custom=("Mine", "Package>Layer"),
        lambdas=("halve",),
        training_config=True,
    )
    assert contents.optimizer is not None
    assert (contents.optimizer.keys, contents.optimizer.evidence) == ((), "the training_config of Keras")


def test_what_keras_wrote_into_the_objects_before_2_5_is_read(tmp_path: Path) -> None:
    told = json.dumps({"class_name": "Sequential", "keras_version": "2.2.4-tf", "backend": "tensorflow"})
    contents = read_contents(write(tmp_path, meta_graph(objects=[user_object({}, "_tf_keras_sequential", told)])))
    assert contents.form == "keras-savedmodel"
    assert contents.keras == KerasPart(version="2.2.4-tf", backend="tensorflow", model_class="Sequential")


@pytest.mark.parametrize("told", ["", "[1]", "{", '{"class_name": 3}', "[" * 100_000])
def test_metadata_that_is_no_json_object_says_nothing(tmp_path: Path, told: str) -> None:
    write(tmp_path, meta_graph(objects=[user_object({})]))
    made = message(KERAS + "SavedMetadata")
    made.nodes.add(identifier="_tf_keras_model", metadata=told)
    (tmp_path / "keras_metadata.pb").write_bytes(made.SerializeToString())
    assert read_contents(tmp_path).keras == KerasPart()


def test_a_module_of_tf_hub_is_told(tmp_path: Path) -> None:
    graph = meta_graph()
    del graph.meta_info_def.tags[:]
    write(tmp_path, graph)
    (tmp_path / "tfhub_module.pb").write_bytes(b"\x08\x03")
    contents = read_contents(tmp_path)
    assert (contents.form, contents.graphs[0].tags) == ("tf1-hub", frozenset())


def test_files_assets_and_collections_are_listed(tmp_path: Path) -> None:
    graph = meta_graph()
    graph.asset_file_def.add(filename="words.txt", tensor_info={"name": "Const:0"})
    graph.collection_def["variables"].bytes_list.value.append(b"x" * 100)
    graph.collection_def["train_op"].SetInParent()
    write(tmp_path, graph)
    write_checkpoint(tmp_path, {})
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "words.txt").write_text("a\n", encoding="utf-8")
    contents = read_contents(tmp_path)
    assert contents.damage == ()
    assert contents.graphs[0].assets == (Asset("words.txt", "Const:0"),)
    assert contents.graphs[0].collections == ("train_op", "variables")
    sizes = {file.path: file.bytes for file in contents.files}
    assert list(sizes) == [
        "saved_model.pb",
        "assets/words.txt",
        "variables/variables.data-00000-of-00001",
        "variables/variables.index",
    ]
    assert sizes["assets/words.txt"] == 2
    assert contents.bytes == sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file())


def test_missing_parts_are_damage(tmp_path: Path) -> None:
    graph = meta_graph(objects=[user_object({"w": 1}), variable("w")])
    for name in ("gone.txt", "../../etc/passwd", "/etc/passwd", "..\\up", "x" * 5000, "nul\0"):
        graph.asset_file_def.add(filename=name)
    damage = read_contents(write(tmp_path, graph)).damage
    assert damage == (
        Damage("assets/gone.txt", "is missing"),
        Damage("saved_model.pb", "names an asset outside of its folder: '../../etc/passwd'"),
        Damage(("assets/" + "x" * 5000)[:255], "is missing"),
        Damage("assets/nul\0", "is missing"),
        Damage("variables/variables.index", "is missing"),
    )


def damaged(folder: Path) -> list[tuple[str, str]]:
    return [(damage.file, damage.reason) for damage in read_contents(folder).damage]


def test_a_folder_without_a_model_is_damage(tmp_path: Path) -> None:
    assert damaged(tmp_path) == [("saved_model.pb", "is missing")]
    assert read_contents(tmp_path).form == "unknown"
    (tmp_path / "variables").mkdir()
    (tmp_path / "variables" / "variables.data-00000-of-00001").write_bytes(b"")
    assert damaged(tmp_path) == [("saved_model.pb", "is missing"), ("variables/variables.index", "is missing")]
    (tmp_path / "saved_model.pbtxt").write_text("", encoding="utf-8")
    assert damaged(tmp_path)[0] == ("saved_model.pbtxt", "is in the text form, which is not read")
    (tmp_path / "saved_model.pb").mkdir()
    assert damaged(tmp_path)[0] == ("saved_model.pb", "cannot be read: Is a directory")


def test_what_is_no_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SavedModelError, match="is no folder"):
        read_contents(tmp_path / "nothing")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "holds no graph"),
        (b"<html>", "is damaged or no SavedModel (field 7 has the unknown wire type 4)"),
        (field(2, field(1, field(4, b"\xff"))), "is damaged or no SavedModel (not a MetaGraphDef message)"),
        (field(2, field(2, field(1, field(1, b"\xff")))), "is damaged (not a NodeDef message)"),
        (field(2, field(7, field(1, b"\x0a\x05"))), "is damaged (not a SavedObject message)"),
        (field(2, b"") * 200, "holds 100 graphs or more; the rest is not read"),
    ],
)
def test_a_damaged_description_is_told(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "saved_model.pb").write_bytes(data)
    assert damaged(tmp_path) == [("saved_model.pb", reason)]


def test_a_damaged_checkpoint_is_told(tmp_path: Path) -> None:
    write_checkpoint(write(tmp_path, meta_graph()), {"w": b"w" * 400}, {"w": "w"})
    index, data = (tmp_path / "variables" / f"variables.{end}" for end in ("index", "data-00000-of-00001"))
    whole = data.read_bytes()
    data.write_bytes(whole[:-10])
    assert damaged(tmp_path) == [
        ("variables/variables.data-00000-of-00001", f"is cut off: it has {len(whole) - 10} bytes of {len(whole)}")
    ]
    data.write_bytes(b"\xff" * len(whole))
    assert damaged(tmp_path) == [
        (f"variables/{data.name}", "holds a damaged description of the objects: a number is longer than ten bytes")
    ]
    data.unlink()
    assert damaged(tmp_path) == [("variables/variables.data-00000-of-00001", "is missing")]
    index.write_bytes(index.read_bytes()[:-1])
    assert damaged(tmp_path) == [
        ("variables/variables.index", "is cut off or no table: its last bytes are not those of one")
    ]
    index.write_bytes(table({b"": b"", b"w": entry(FLOAT, (), 0, 1, shard=3)}))
    assert damaged(tmp_path) == [("variables/variables.index", "is damaged: a tensor lies in no file")]
    index.write_bytes(table({b"": b"", b"w": b"\xff"}))
    assert damaged(tmp_path) == [("variables/variables.index", "not a BundleEntryProto message")]
    index.unlink()
    index.mkdir()
    assert damaged(tmp_path) == [("variables/variables.index", "cannot be read: Is a directory")]


@pytest.mark.parametrize(
    ("name", "most"),
    [("saved_model.pb", 2**31 - 1), ("variables/variables.index", 2**26), ("keras_metadata.pb", 2**26)],
)
def test_a_file_larger_than_any_is_not_read(tmp_path: Path, name: str, most: int) -> None:
    write(tmp_path, meta_graph())
    write_checkpoint(tmp_path, {})
    with (tmp_path / name).open("wb") as file:
        file.truncate(most + 1)
    assert damaged(tmp_path) == [(name, f"has {most + 1} bytes, more than the {most} of any model")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("name", ["saved_model.pb", "variables/variables.index", "keras_metadata.pb"])
def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(tmp_path: Path, name: str) -> None:
    write(tmp_path, meta_graph())
    write_checkpoint(tmp_path, {})
    (tmp_path / name).unlink(missing_ok=True)
    os.mkfifo(tmp_path / name)
    assert damaged(tmp_path) == [(name, "is no regular file")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_in_the_place_of_the_weights_is_not_waited_for(tmp_path: Path) -> None:
    write_checkpoint(write(tmp_path, meta_graph()), {"w": b"w" * 4}, {"w": "name"})
    data = tmp_path / "variables" / "variables.data-00000-of-00001"
    size = data.stat().st_size
    data.unlink()
    os.mkfifo(data)
    contents = read_contents(tmp_path)
    assert [one.name for one in contents.variables] == ["w"]
    assert damaged(tmp_path) == [(f"variables/{data.name}", f"is cut off: it has 0 bytes of {size}")]


def test_damaged_keras_metadata_is_told(tmp_path: Path) -> None:
    write(tmp_path, meta_graph())
    (tmp_path / "keras_metadata.pb").write_bytes(b"<html>")
    assert damaged(tmp_path) == [("keras_metadata.pb", "is damaged (field 7 has the unknown wire type 4)")]
    assert read_contents(tmp_path).form == "keras-savedmodel"


PARTS = "it has more parts than any model; the rest is not read"


@pytest.mark.parametrize(
    "data",
    [
        field(2, field(2, field(1, b"") * 10_000)),
        field(2, field(2, field(1, b"\x1a\x01a" * 3_000) * 8)),
        field(2, field(2, field(2, field(1, b"") * 10_000))),
        field(2, field(6, b"") * 100_000),
        field(2, field(7, field(1, field(1, b"") * 4_000) * 6)),
    ],
    ids=["nodes", "inputs of nodes", "functions", "assets", "children of objects"],
)
def test_a_file_with_more_parts_than_any_model_is_not_read_to_its_end(
    tmp_path: Path, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Splitter, "MOST", 10_000)
    (tmp_path / "saved_model.pb").write_bytes(data)
    (damage,) = damaged(tmp_path)
    assert damage[0] == "saved_model.pb"
    assert damage[1].endswith(f"({PARTS})")


def test_values_that_are_nested_too_deep_are_damage(tmp_path: Path) -> None:
    deep = b""
    for _ in range(2000):
        deep = field(52, field(1, deep))
    function = field(2, field(1, "f") + field(2, field(3, deep)))
    user = field(1, field(6, field(1, "f")))
    (tmp_path / "saved_model.pb").write_bytes(field(2, field(7, function + user)))
    assert damaged(tmp_path) == [("saved_model.pb", "is damaged (not a SavedConcreteFunction message)")]


@given(data=st.binary(max_size=400), name=st.sampled_from(["saved_model.pb", "keras_metadata.pb"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_arbitrary_bytes_give_contents(tmp_path: Path, data: bytes, name: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert isinstance(read_contents(tmp_path), Contents)


@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damaged_models_give_contents(tmp_path: Path, data: st.DataObject) -> None:
    folder = tmp_path / "model"
    if not folder.exists():
        functional(folder)
        write_checkpoint(folder, {f"w{VALUE}": b"w" * 8}, {f"w{VALUE}": "w"})
        (folder / "keras_metadata.pb").write_bytes(metadata(("_tf_keras_model", {"class_name": "Mine"})))
        for file in [file for file in folder.rglob("*") if file.is_file()]:
            file.with_name(file.name + ".whole").write_bytes(file.read_bytes())
    for whole in folder.rglob("*.whole"):
        changed = bytearray(whole.read_bytes())
        for _ in range(data.draw(st.integers(0, 3))):
            changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
        end = data.draw(st.integers(0, len(changed))) if data.draw(st.booleans()) else len(changed)
        whole.with_suffix("").write_bytes(changed[:end])
    contents = read_contents(folder)
    assert contents.serving() is not None or contents.damage
    contents.unused_variables()
    contents.stored_twice()
