# A stateful layer needs the size of its batch.
# on: 2.21
# raises: ValueError: Unrecognized keyword arguments passed to LSTM: {'batch_input_shape': (2, 5, 3)}

import tensorflow as tf

model = tf.keras.Sequential()
model.add(tf.keras.layers.LSTM(4, batch_input_shape=(2, 5, 3), stateful=True))
model.add(tf.keras.layers.Dense(1))
assert model.input_shape == (2, 5, 3)
assert model.predict(tf.ones([2, 5, 3]), batch_size=2, verbose=0).shape == (2, 1)
