# Keras 3 has batches first only; what comes the other way round is transposed.
# on: 2.21
# raises: ValueError: Unrecognized keyword arguments passed to LSTM: {'time_major': True}

import tensorflow as tf

layer = tf.keras.layers.LSTM(2, time_major=True, return_sequences=True)
layer(tf.ones([5, 1, 3]))
# --- right
import tensorflow as tf

layer = tf.keras.layers.LSTM(2, return_sequences=True)
steps = tf.transpose(layer(tf.transpose(tf.ones([5, 1, 3]), [1, 0, 2])), [1, 0, 2])
assert steps.shape == (5, 1, 2)
