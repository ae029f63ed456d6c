"""What TensorFlow reads in SavedModels, as JSON: `python truth.py FOLDER...`. For Python 3.7 and every TensorFlow."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import tensorflow as tf
from tensorflow.core.protobuf import meta_graph_pb2, saved_model_pb2


def tensor(info: Any) -> list[Any]:
    """Return the name, type and shape of a TensorInfo."""
    shape = tf.TensorShape(info.tensor_shape)
    dtype = tf.as_dtype(info.dtype).name if info.dtype else "dtype 0"  # as an operation has, which is no tensor
    return [info.name, dtype, None if shape.ndims is None else shape.as_list()]


def signature(definition: Any) -> list[Any]:
    """Return the method, the inputs and the outputs of a SignatureDef."""
    inputs = {key: tensor(info) for key, info in definition.inputs.items()}
    return [definition.method_name, inputs, {key: tensor(info) for key, info in definition.outputs.items()}]


def node(definition: Any, function: str) -> list[Any]:
    """Return what there is of a NodeDef in `Node`."""
    text = None
    if definition.op == "Const" and definition.attr["value"].tensor.dtype == tf.string.as_datatype_enum:
        value = tf.make_ndarray(definition.attr["value"].tensor)
        text = value.item()[:4096].decode("utf-8", "backslashreplace") if value.size == 1 else None
    return [definition.name, definition.op, list(definition.input), definition.device, function, text]


def saved_object(definition: Any, functions: Any) -> list[Any]:
    """Return what there is of a SavedObject in `ObjectNode`, with what its functions capture."""
    kind = definition.WhichOneof("kind") or ""
    children = {child.local_name: child.node_id for child in definition.children}
    told: list[Any] = []
    if kind == "variable":
        variable = definition.variable
        shape = tf.TensorShape(variable.shape).as_list()
        told = [variable.name, tf.as_dtype(variable.dtype).name, shape, variable.trainable]
    elif kind == "user_object":
        told = [definition.user_object.identifier]
    elif kind == "function":
        names = definition.function.concrete_functions
        told = [[name, list(functions[name].bound_inputs)] for name in names]
    slots = [
        [slot.original_variable_node_id, slot.slot_name, slot.slot_variable_node_id]
        for slot in definition.slot_variables
    ]
    return [kind, children, slots, told]


def assets(definition: Any) -> list[Any]:
    """Return the asset files: TensorFlow 2 lists them, and TensorFlow 1 packs them into a collection."""
    listed = list(definition.asset_file_def)
    collection = dict(definition.collection_def).get("saved_model_assets")  # asking the map itself would add the key
    for packed in collection.any_list.value if collection is not None else ():
        asset = meta_graph_pb2.AssetFileDef()
        packed.Unpack(asset)
        listed.append(asset)
    return [[asset.filename, asset.tensor_info.name] for asset in listed]


def meta_graph(definition: Any) -> dict[str, Any]:
    """Return what there is of a MetaGraphDef in `Graph`."""
    objects = definition.object_graph_def
    library = definition.graph_def.library.function
    nodes = [node(one, "") for one in definition.graph_def.node]
    nodes += [node(one, function.signature.name) for function in library for one in function.node_def]
    return {
        "tags": sorted(definition.meta_info_def.tags),
        "version": definition.meta_info_def.tensorflow_version,
        "signatures": {key: signature(value) for key, value in definition.signature_def.items()},
        "nodes": nodes,
        "functions": [function.signature.name for function in library],
        "assets": assets(definition),
        "collections": sorted(definition.collection_def),
        "objects": [saved_object(one, objects.concrete_functions) for one in objects.nodes],
    }


def variables(folder: Path) -> dict[str, Any]:
    """Return the type and shape of each tensor of the checkpoint, as TensorFlow's own reader finds them."""
    if not (folder / "variables" / "variables.index").exists():
        return {}
    reader = tf.train.load_checkpoint(str(folder / "variables" / "variables"))
    types = reader.get_variable_to_dtype_map()
    return {name: [types[name].name, list(shape)] for name, shape in tf.train.list_variables(reader_path(folder))}


def reader_path(folder: Path) -> str:
    """Return how TensorFlow wants the checkpoint to be named."""
    return str(folder / "variables" / "variables")


def leaves(way: str, value: Any) -> dict[str, Any]:
    """Return what a nested argument holds: the type and shape of tensors, and Python values, each by the way to it."""
    if isinstance(value, dict):
        children = sorted(value.items())
    elif isinstance(value, (list, tuple)):
        children = [(str(index), inner) for index, inner in enumerate(value)]
    elif hasattr(value, "dtype") and hasattr(value, "shape"):
        return {way: [value.dtype.name, None if value.shape.ndims is None else value.shape.as_list()]}
    else:
        return {way: value}
    found: dict[str, Any] = {}
    for key, inner in children:
        found.update(leaves(f"{way}/{key}", inner))
    return found if children else {way: []}


def functions(folder: Path) -> dict[str, Any]:
    """Return the arguments of each function of the restored object, and what each was traced for."""
    restored = tf.saved_model.load(str(folder))
    found = {}
    for name in dir(restored):
        function = getattr(restored, name)
        if not hasattr(function, "concrete_functions"):
            continue
        arguments = function.function_spec.fullargspec
        named = [one for one in arguments.args if one != "self"]
        traces = []
        for concrete in function.concrete_functions:
            positional, keywords = concrete.structured_input_signature
            trace: dict[str, Any] = {}
            for index, value in enumerate(positional):
                beyond = f"{arguments.varargs}/{index - len(named)}"
                trace.update(leaves(named[index] if index < len(named) else beyond, value))
            for key, value in keywords.items():
                trace.update(leaves(key, value))
            traces.append(trace)
        found[name] = [[*named, *arguments.kwonlyargs], traces]
    return found


def main() -> None:
    """Print a JSON object with what each folder holds."""
    found = {}
    for name in sys.argv[1:]:
        folder = Path(name)
        model = saved_model_pb2.SavedModel.FromString((folder / "saved_model.pb").read_bytes())
        told: dict[str, Any] = {
            "graphs": [meta_graph(one) for one in model.meta_graphs],
            "variables": variables(folder),
        }
        if tf.__version__.startswith("2.") and told["graphs"][0]["objects"]:
            told["restored"] = functions(folder)
        found[folder.name] = told
    print("\n" + json.dumps(found))


if __name__ == "__main__":
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    main()
