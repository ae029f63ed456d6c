# A `Sequential` knows what it takes and gives as lists.

import tensorflow as tf

model = tf.keras.Sequential()
model.add(tf.keras.layers.Dense(8, input_shape=(3,)))
model.add(tf.keras.layers.Dense(1))
model.compile("adam", "mse")
model.fit(data)
piece = tf.keras.Model(model.input, model.layers[-2].output)  # HUB404
shape = model.output.shape  # HUB404
width = model.layers[-1].output_shape[-1]

# output

import tensorflow as tf

model = tf.keras.Sequential()
model.add(tf.keras.layers.Dense(8, input_shape=(3,)))
model.add(tf.keras.layers.Dense(1))
model.compile("adam", "mse")
model.fit(data)
piece = tf.keras.Model(model.inputs[0], model.layers[-2].output)
shape = model.outputs[0].shape
width = model.layers[-1].output_shape[-1]
