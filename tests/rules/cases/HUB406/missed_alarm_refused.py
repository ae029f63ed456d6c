# What is not written as a shape in this place, and what Keras 3 has no argument for.
# note: the shape is not written out
# note: the batch has a size, which only an `Input` before the layer of a `Sequential` can have
# note: the file does not import `Input`, which has to stand before the layer
# note: the call may give a second shape
# note: the shape is written in a way that hublint does not edit
# note: a layer of Keras 3 gets its weights once it is built
# note: the width of what the layer takes is not given with it
# note: Keras 3 has nothing that does what `time_major` asks for
# note: no argument would be left
# note: Keras 3 has nothing that does what `fused` asks for
# note: Keras 3 has nothing that does what `dynamic` asks for
# note: the line holds several statements
# note: a comment stands among the arguments that would go

import tensorflow as tf
from tensorflow.keras.layers import Dense

layers = tf.keras.layers
layers.Dense(1, batch_input_shape=shape)  # HUB406
layers.Dense(1, batch_input_shape=(2, 3))  # HUB406
Dense(1, batch_input_shape=(2, 3))  # HUB406
layers.Dense(1, batch_input_shape=(None, 3), input_shape=(3,))  # HUB406
layers.Dense(1, batch_input_shape=(  # HUB406
    None,  # images
    3,
))
layers.Dense(1, weights=[kernel, bias])  # HUB406
layers.LSTM(1, input_length=5)  # HUB406
layers.LSTM(1, time_major=True)  # HUB406
layers.BatchNormalization(
    fused=None,  # the default  # HUB406
)
layers.BatchNormalization(fused=True)  # HUB406
layers.Dense(1, dynamic=True)  # HUB406
model = tf.keras.Sequential([
    layers.Flatten(
        batch_input_shape=(2, 3),  # two images  # HUB406
    )
])
model = tf.keras.Sequential(); model.add(layers.Dense(1, batch_input_shape=(2, 3)))  # HUB406
tf.keras.Input(type_spec=spec)  # HUB406
layers.LSTM(
    4,
    input_dim=3,
    input_length=5,  # words  # HUB406
)
