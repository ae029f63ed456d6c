"""Networks of Keras: `python networks.py FOLDER`. The names of those with an optimizer begin with `trained`.

`tf.keras` is Keras 2 in TensorFlow 2.15 and Keras 3 in 2.21, which has Keras 2 as `tf_keras`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf

FOLDER = Path(sys.argv[1])


def network(keras: Any, optimizer: Any) -> Any:
    """Return a network, trained a little if there is an optimizer."""
    inputs = keras.Input((3,))
    hidden = keras.layers.BatchNormalization()(keras.layers.Dense(4, kernel_regularizer="l2")(inputs))
    model = keras.Model(inputs, keras.layers.Dense(2)(keras.layers.Dropout(0.5)(hidden)))
    if optimizer is not None:
        model.compile(optimizer, "mse")
        model.fit(np.ones((4, 3), "f"), np.ones((4, 2), "f"), verbose=0)
    return model


def nested(keras: Any) -> Any:
    """Return a trained network whose layers lie deeper than its optimizer."""
    inner = keras.Sequential([keras.Sequential([keras.layers.Dense(3, name="deep")])])
    model = keras.Sequential([keras.Input((3,)), inner])
    model.compile("adam", "mse")
    model.fit(np.ones((4, 3), "f"), np.ones((4, 3), "f"), verbose=0)
    return model


def keras_2(keras: Any) -> None:
    """Export in the ways of Keras 2."""

    class Doubling(keras.layers.Layer):
        """A layer of the owner's."""

        def call(self, inputs: Any) -> Any:
            """Return the double."""
            return inputs * 2

    network(keras, "adam").save(FOLDER / "trained_2_save")
    network(keras, "adam").save(FOLDER / "fitted_2_save", include_optimizer=False)
    network(keras, keras.optimizers.legacy.Adam()).save(FOLDER / "trained_2_legacy")
    network(keras, keras.optimizers.legacy.SGD(momentum=0.9)).save(FOLDER / "trained_2_momentum")
    network(keras, None).save(FOLDER / "plain_2_save")
    network(keras, "adam").export(FOLDER / "fitted_2_export")
    tf.saved_model.save(network(keras, "adam"), str(FOLDER / "trained_2_tf"))
    tf.saved_model.save(network(keras, None), str(FOLDER / "plain_2_tf"))
    tf.saved_model.save(nested(keras), str(FOLDER / "trained_2_nested"))
    odd = keras.Sequential([keras.Input((3,)), keras.layers.Lambda(lambda x: x, name="same"), Doubling()])
    odd.save(FOLDER / "plain_2_custom")


def keras_3(keras: Any) -> None:
    """Export in the ways of Keras 3."""
    model = network(keras, "adam")
    model.export(FOLDER / "fitted_3_export")
    tf.saved_model.save(model, str(FOLDER / "trained_3_tf"))
    tf.saved_model.save(nested(keras), str(FOLDER / "trained_3_nested"))
    tf.saved_model.save(keras.Model(model.inputs, model.outputs), str(FOLDER / "fitted_3_tf"))
    archive = keras.export.ExportArchive()
    archive.track(model)
    archive.add_endpoint("serve", model.__call__, [tf.TensorSpec([None, 3])])
    archive.add_variable_collection("optim", model.optimizer.variables)
    archive.write_out(FOLDER / "trained_3_archive")


def main() -> None:
    """Export all."""
    if tf.keras.version().startswith("3") if hasattr(tf.keras, "version") else False:
        import tf_keras

        keras_3(tf.keras)
        keras_2(tf_keras)
    else:
        keras_2(tf.keras)


if __name__ == "__main__":
    main()
