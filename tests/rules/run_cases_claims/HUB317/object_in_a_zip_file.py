# Nor to one of the zip format.
# on: 2.15, legacy
# model: tf2_features published
# raises: Can only generate a valid config for `hub.KerasLayer(handle, ...)`that uses a string `handle`.
# right prints: written: True

import os

import tensorflow as tf
import tensorflow_hub as hub

inputs = tf.keras.Input((3,))
outputs = tf.keras.layers.Dense(1)(hub.KerasLayer(hub.load("published"))(inputs))
model = tf.keras.Model(inputs, outputs)
model.save("model.keras")
print("written:", os.path.exists("model.keras"))
