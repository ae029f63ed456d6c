# Keras 2 refuses to be asked.
# on: 2.15, legacy
# raises: Keras format: ['include_optimizer']

import numpy as np
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(2)])
model.compile("adam", "mse")
model.save("published.keras", include_optimizer=False)
assert getattr(tf.keras.models.load_model("published.keras"), "optimizer", None) is None
