# What is unpacked may hold another shape.
# note: the call may give a second shape
# note: the shape is not written out

import tensorflow as tf

tf.keras.layers.Dense(*sizes, batch_input_shape=(None, 3))  # HUB406
tf.keras.layers.Dense(1, batch_input_shape=(None, 3), **options)  # HUB406
tf.keras.layers.Dense(1, batch_input_shape=(None, *shape))  # HUB406
tf.keras.layers.Dense(1, batch_input_shape=(*shape, 3))  # HUB406
tf.keras.Input(*shape)

# output

import tensorflow as tf

tf.keras.layers.Dense(*sizes, input_shape=(3,))
tf.keras.layers.Dense(1, batch_input_shape=(None, 3), **options)  # HUB406
tf.keras.layers.Dense(1, input_shape=(*shape,))
tf.keras.layers.Dense(1, batch_input_shape=(*shape, 3))  # HUB406
tf.keras.Input(*shape)
