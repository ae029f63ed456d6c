"""Networks of the Keras of TensorFlow 1.15: `python networks_115.py FOLDER`.

It wrote what it knows of a network into the objects, for there was no keras_metadata.pb, and the state of the optimizer
also with `include_optimizer=False`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import tensorflow as tf

FOLDER = Path(sys.argv[1])

tf.compat.v1.enable_v2_behavior()
for name, optimizer in (("plain_keras", None), ("trained_keras", "adam")):
    model = tf.keras.Sequential([tf.keras.layers.Dense(2, input_shape=(3,)), tf.keras.layers.Lambda(tf.nn.relu)])
    if optimizer is not None:
        model.compile(optimizer, "mse")
        model.fit(np.ones((4, 3), "f"), np.ones((4, 2), "f"), verbose=0)
    model.save(str(FOLDER / name), save_format="tf", include_optimizer=False)
