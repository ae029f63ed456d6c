# Keras 3 saves no weights that are not there.
# on: 2.21
# raises: ValueError: You are saving a model that has not yet been built.

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Dense(2)])
model.save_weights("model.weights.h5")
# --- right
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(2)])
model.save_weights("model.weights.h5")
