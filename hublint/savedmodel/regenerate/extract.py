"""Runs inside one release of TensorFlow, in plain Python 3.7, and prints what hublint keeps of it, as JSON.

    python extract.py descriptors|ops|keras [PACKAGE...]

`descriptors` are the files that describe SavedModels' protocol buffers; `ops` the names of the operations that are
registered when TensorFlow and then each PACKAGE has been imported (`tensorflow.contrib` loads all of its parts);
`keras` the names of the classes that Keras makes models of.
"""

from __future__ import annotations

import base64
import importlib
import inspect
import json
import os
import sys
import warnings
from typing import Any

# What SavedModels are written in; the files that these depend on come with them.
ROOTS = (
    "tensorflow.core.protobuf.saved_model_pb2",
    "tensorflow.core.protobuf.trackable_object_graph_pb2",
    "tensorflow.core.protobuf.tensor_bundle_pb2",
    "tensorflow.python.keras.protobuf.saved_metadata_pb2",
)


def main() -> None:
    """Print what was asked for on the last line: TensorFlow prints, too."""
    warnings.simplefilter("ignore")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    wanted, packages = sys.argv[1], sys.argv[2:]
    found: Any
    if wanted == "descriptors":
        found = descriptors()
    elif wanted == "keras":
        found = keras_classes()
    else:
        found = ops(packages)
    import tensorflow as tf

    print("\n" + json.dumps({"release": tf.__version__, wanted: found}, sort_keys=True))


def descriptors() -> list[str]:
    """Return the serialised description of each file, a file after those that it depends on."""
    found: dict[str, str] = {}

    def add(file: Any) -> None:
        for dependency in file.dependencies:
            add(dependency)
        found.setdefault(file.name, base64.b64encode(file.serialized_pb).decode())

    for name in ROOTS:
        add(importlib.import_module(name).DESCRIPTOR)
    return list(found.values())


def ops(packages: list[str]) -> dict[str, list[str]]:
    """Return the names of the operations that TensorFlow registers, and of those that each package adds."""
    import tensorflow as tf

    names = {"tensorflow": registered()}
    seen = set(names["tensorflow"])
    for package in packages:
        if package == "tensorflow.contrib":
            dir(tf.contrib)
        else:
            importlib.import_module(package)
        names[package] = sorted(set(registered()) - seen)
        seen.update(names[package])
    return names


def registered() -> list[str]:
    """Return the names of all operations that the process knows."""
    from tensorflow.core.framework import op_def_pb2

    try:
        from tensorflow.python.client import pywrap_tf_session as native
    except ImportError:
        from tensorflow.python import pywrap_tensorflow as native
    listed = op_def_pb2.OpList()
    listed.ParseFromString(native.TF_GetBuffer(native.TF_GetAllOpList()))
    return sorted(op.name for op in listed.op)


def keras_classes() -> list[str]:
    """Return the names of the public classes of Keras that a model is made of: layers, models, metrics."""
    import tensorflow as tf

    places = [tf.keras, tf.keras.layers, tf.keras.models, tf.keras.metrics]
    for name in ("layers.experimental", "layers.experimental.preprocessing"):
        place = tf.keras
        for part in name.split("."):
            place = getattr(place, part, None)
        if place is not None:
            places.append(place)
    kinds = (tf.keras.layers.Layer, tf.keras.Model, tf.keras.metrics.Metric)
    classes = [getattr(place, name, None) for place in places for name in dir(place)]
    return sorted({value.__name__ for value in classes if inspect.isclass(value) and issubclass(value, kinds)})


if __name__ == "__main__":
    main()
