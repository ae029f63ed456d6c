# How many steps of what width a recurrent layer takes.
# on: 2.21
# raises: ValueError: Unrecognized keyword arguments passed to GRU: {'input_length': 5}

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.GRU(4, input_dim=3, input_length=5)])
assert model.input_shape == (None, 5, 3)
