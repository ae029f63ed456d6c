# What Keras 3 takes, by itself or for the sake of old code.

import tensorflow as tf

layers = tf.keras.layers
layers.Dense(1, input_shape=(3,), dtype="float32", trainable=False)
layers.Dense(1, input_dim=3)
layers.Embedding(10, 4, input_length=8, weights=[vectors])
layers.InputLayer(input_shape=(3,))
layers.InputLayer(batch_input_shape=(None, 3))
layers.LSTM(4, implementation=2)
tf.keras.Input((3,))
tf.keras.Input([3])
tf.keras.Input(shape)
tf.keras.Input(batch_shape=(None, 3))
tf.keras.Model(inputs=inputs, outputs=outputs)
