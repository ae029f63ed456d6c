# A shape without a batch, one with a size, and what Keras 2 allowed as one.

import tensorflow as tf
from tensorflow.keras.layers import LSTM, Dense, Input

layers = tf.keras.layers
listed = tf.keras.Sequential([
    layers.LSTM(4, batch_input_shape=(2, 5, 3), stateful=True),  # two at once  # HUB406
    layers.Dense(1),
])
inline = tf.keras.Sequential(layers=[LSTM(4, stateful=True, batch_input_shape=[2, 5, 3]), Dense(1)])  # HUB406
added = tf.keras.Sequential()
if True:
    # The first layer.
    added.add(layers.Dense(4, batch_input_shape=(2, 3)))  # HUB406
added.add(layers.Dense(1))
masked = tf.keras.Sequential()
masked.add(layers.Masking(batch_input_shape=(batch_size, steps, 24)))  # HUB406
flat = tf.keras.Sequential([layers.Flatten(batch_input_shape=(2, 3))])  # HUB406
recurrent = LSTM(4, input_dim=3, return_sequences=True, input_length=5)  # HUB406
vectors = Dense(4, batch_input_shape=(None,))  # HUB406
spaced = Dense(4, batch_input_shape = (None, 3,))  # HUB406
brackets = Input((3))  # HUB406
named = Input(shape=(3), name="features")  # HUB406
whole = Input(batch_input_shape=(None, 3))  # HUB406

# output

import tensorflow as tf
from tensorflow.keras.layers import LSTM, Dense, Input

layers = tf.keras.layers
listed = tf.keras.Sequential([
    layers.Input(batch_shape=(2, 5, 3)),
    layers.LSTM(4, stateful=True),  # two at once
    layers.Dense(1),
])
inline = tf.keras.Sequential(layers=[Input(batch_shape=[2, 5, 3]), LSTM(4, stateful=True), Dense(1)])
added = tf.keras.Sequential()
if True:
    # The first layer.
    added.add(layers.Input(batch_shape=(2, 3)))
    added.add(layers.Dense(4))
added.add(layers.Dense(1))
masked = tf.keras.Sequential()
masked.add(layers.Input(batch_shape=(batch_size, steps, 24)))
masked.add(layers.Masking())
flat = tf.keras.Sequential([layers.Input(batch_shape=(2, 3)), layers.Flatten()])
recurrent = LSTM(4, input_shape=(5, 3), return_sequences=True)
vectors = Dense(4, input_shape=())
spaced = Dense(4, input_shape = (3,))
brackets = Input((3,))
named = Input(shape=(3,), name="features")
whole = Input(batch_shape=(None, 3))
