"""What Keras 2 wrote of itself into a SavedModel: `keras_metadata.pb`, before Keras 2.5 the objects' metadata."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hublint.savedmodel.contents import KerasPart
from hublint.savedmodel.descriptors import decode
from hublint.savedmodel.wire import Splitter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hublint.savedmodel.contents import ObjectNode

__all__ = ["keras_classes", "keras_part", "metadata_of_objects", "read_metadata"]

_LAYERS = frozenset({"_tf_keras_layer", "_tf_keras_rnn_layer", "_tf_keras_input_layer"})
_MODELS = frozenset({"_tf_keras_model", "_tf_keras_network", "_tf_keras_sequential"})
_NODE = 1  # field of a SavedMetadata
# Classes of Keras that are nowhere public, and that models are written with all the same.
_PRIVATE = (
    "AnonymousLayer BatchNormalizationV1 ClassMethod Functional InstanceMethod InstanceProperty ModuleWrapper Network"
    " SlicingOpLambda TFOpLambda TensorFlowOpLayer UnifiedGRU UnifiedLSTM"
)

Metadata = tuple[str, str]
"""An object's identifier, such as `_tf_keras_layer`, and the JSON that its class wrote."""


@functools.cache
def keras_classes() -> frozenset[str]:
    """Return the names of the classes that Keras makes models of, in any of its releases that hublint knows."""
    listed = Path(__file__).with_name("data").joinpath("keras.txt").read_text(encoding="utf-8")
    return frozenset([*listed.split(), *_PRIVATE.split()])


def read_metadata(data: bytes) -> list[Metadata]:
    """Read a `keras_metadata.pb`.

    Raises:
        WireError: the bytes are no message.
        MessageError: they are no SavedMetadata.
    """
    found = []
    for node in Splitter().embedded(memoryview(data), _NODE):
        message = decode("third_party.tensorflow.python.keras.protobuf.SavedObject", node)
        found.append((message.identifier, message.metadata))
    return found


def metadata_of_objects(objects: Iterable[ObjectNode]) -> list[Metadata]:
    """Return what Keras before 2.5 wrote into the objects themselves; the root is the first."""
    return [
        (node.identifier, node.metadata)
        for node in objects
        if node.identifier.startswith("_tf_keras_") and node.metadata
    ]


def keras_part(metadata: Iterable[Metadata]) -> KerasPart:
    """Return what the metadata of all objects say of a model, whose root is the first."""
    part = KerasPart()
    layers, custom, lambdas = [], [], []
    for index, (identifier, text) in enumerate(metadata):
        told = _json(text)
        class_name = _text(told, "class_name")
        if index == 0:
            part = KerasPart(
                version=_text(told, "keras_version"),
                backend=_text(told, "backend"),
                model_class=class_name,
                training_config=bool(told.get("training_config")),
            )
        if identifier in _LAYERS:
            layers.append(class_name)
            if class_name == "Lambda":
                lambdas.append(_text(told, "name"))
        if identifier in _LAYERS | _MODELS and class_name and class_name not in keras_classes():
            custom.append(class_name)
    return part._replace(layers=tuple(layers), custom=tuple(dict.fromkeys(custom)), lambdas=tuple(lambdas))


def _json(text: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _text(told: dict[str, Any], key: str) -> str:
    value = told.get(key)
    return value if isinstance(value, str) else ""
