# For serving, Keras 3 exports; what it writes is not called but asked by its signature.
# on: 2.21
# target: purpose=serve
# raises: ValueError: Invalid filepath extension for saving.

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(2)])
model.save("served/1", save_format=None)
# --- then
import numpy as np
import tensorflow as tf

signature = tf.saved_model.load("served/1").signatures["serving_default"]
(name,) = signature.structured_input_signature[1]
assert signature(**{name: np.ones([4, 3], "float32")})["output_0"].shape == (4, 2)
