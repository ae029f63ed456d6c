# HDF5 holds weights, and there are none.
# on: 2.15, legacy
# raises: have not yet been created.

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Dense(2)])
model.save("published.h5")
# --- right
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(2)])
model.save("published.h5")
