# With text the words of the error are others.
# on: 2.21
# model: tf2_text published
# raises: KerasTensor
# right prints: (2, 1)

import keras
import tensorflow as tf
import tensorflow_hub as hub

inputs = keras.Input((), dtype=tf.string)
features = hub.KerasLayer("published", trainable=True)(inputs)
model = keras.Model(inputs, keras.layers.Dense(1)(features))
print(model(tf.constant(["one", "two"])).shape)
