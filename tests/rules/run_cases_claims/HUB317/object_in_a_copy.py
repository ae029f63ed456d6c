# A copy of the model is made by its description too.
# on: 2.15, legacy
# model: tf2_features published
# raises: Can only generate a valid config for `hub.KerasLayer(handle, ...)`that uses a string `handle`.
# right prints: (2, 1)

import tensorflow as tf
import tensorflow_hub as hub

loaded = hub.load("published")
model = tf.keras.Sequential([hub.KerasLayer(loaded), tf.keras.layers.Dense(1)])
print(tf.keras.models.clone_model(model)(tf.ones([2, 3])).shape)
