"""Stores a model of Keras in every way, and says what h5py and Keras see in the files.

store_keras.py keras|tf_keras FOLDER
"""

from __future__ import annotations

import json
import sys
import zipfile
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

h5py: Any = import_module("h5py")
np: Any = import_module("numpy")
keras: Any = import_module(sys.argv[1])
folder = Path(sys.argv[2])


@keras.utils.register_keras_serializable("mine")
class Twice(keras.layers.Layer):  # type: ignore[misc] # of any Keras
    def call(self, inputs: Any) -> Any:
        return inputs * 2.0


class Own(keras.layers.Layer):  # type: ignore[misc] # as above
    def call(self, inputs: Any) -> Any:
        return inputs


def build() -> Any:
    inputs = keras.Input((3,), name="x")
    inner = keras.Sequential([keras.Input((4,)), keras.layers.Dense(4, name="inside")], name="inner")
    outputs = keras.layers.Dense(4, activation="relu", name="hidden")(inputs)
    outputs = inner(keras.layers.Dropout(0.1)(outputs))
    outputs = Own(name="own")(Twice(name="twice")(outputs))
    outputs = keras.layers.Lambda(lambda x: x + 1.0, name="plus")(outputs)
    return keras.Model(inputs, keras.layers.Dense(2, name="out")(outputs))


def seen(path: Path) -> dict[str, list[Any]]:
    """Return the datasets of a file, with their types and shapes, as h5py lists them."""
    data = path.read_bytes()
    if data.startswith(b"PK"):
        with zipfile.ZipFile(path) as archive:
            data = archive.read("model.weights.h5")
    found: dict[str, list[Any]] = {}

    def visit(name: str, item: object) -> None:
        if isinstance(item, h5py.Dataset):
            found[name] = [str(item.dtype), list(item.shape), int(item.nbytes)]

    with h5py.File(BytesIO(data)) as file:
        file.visititems(visit)
    return found


build().save(folder / "plain.keras")
build().save(folder / "plain.h5")
model = build()
model.compile("adam", "mse")
model.fit(np.ones((4, 3)), np.ones((4, 2)), verbose=0)
model.save(folder / "trained.keras")
model.save_weights(folder / "trained.weights.h5")
model.save(folder / "trained.h5")
if sys.argv[1] == "tf_keras":
    model.save(folder / "hdf5.keras", save_format="tf")

datasets = {path.name: seen(path) for path in sorted(folder.iterdir())}
sys.stdout.write(json.dumps({"version": keras.__version__, "datasets": datasets}))
