# A layer that has no other argument, and a batch whose size a variable holds.
# on: 2.21
# raises: ValueError: Unrecognized keyword arguments passed to Masking: {'batch_input_shape': (2, 5, 3)}

import tensorflow as tf

batch = 2
model = tf.keras.Sequential()
model.add(tf.keras.layers.Masking(batch_input_shape=(batch, 5, 3)))
model.add(tf.keras.layers.LSTM(4, stateful=True))
assert model.input_shape == (2, 5, 3)
