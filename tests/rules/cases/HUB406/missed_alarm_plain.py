# What Keras 3 does anyhow need not be said.

import tensorflow as tf

tf.keras.layers.BatchNormalization(axis=-1, fused=None, virtual_batch_size=None)  # HUB406, HUB406
tf.keras.layers.LSTM(4, time_major=False)  # HUB406
tf.keras.layers.Dense(4, dynamic=False)  # HUB406

# output

import tensorflow as tf

tf.keras.layers.BatchNormalization(axis=-1)
tf.keras.layers.LSTM(4)
tf.keras.layers.Dense(4)
