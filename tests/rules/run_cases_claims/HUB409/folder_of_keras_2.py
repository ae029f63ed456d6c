# Keras 2 needs the shape for the functions that a folder holds.
# on: 2.15, legacy
# raises: cannot be saved because the input shape is not available.

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Dense(2)])
model.save("published")
# --- right
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(2)])
model.save("published")
