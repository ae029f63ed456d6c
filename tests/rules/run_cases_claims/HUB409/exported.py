# A `Sequential` that begins with no input is exported.
# on: 2.15, 2.21, legacy
# raises: provided has not yet been built. It must be built before export.

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Dense(2), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
model.export("published")
# --- right
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(2), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
model.export("published")
