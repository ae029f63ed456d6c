# The first layer of a `Sequential` tells the whole shape.
# on: 2.21
# raises: ValueError: Unrecognized keyword arguments passed to Dense: {'batch_input_shape': (None, 3)}

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Dense(2, batch_input_shape=(None, 3)), tf.keras.layers.Dense(1)])
assert model.input_shape == (None, 3)
