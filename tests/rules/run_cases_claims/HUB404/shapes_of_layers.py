# What people print of each layer.
# on: 2.21
# raises: object has no attribute 'output_shape'

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(2), tf.keras.layers.Dense(1)])
assert [layer.output_shape for layer in model.layers] == [(None, 2), (None, 1)]
