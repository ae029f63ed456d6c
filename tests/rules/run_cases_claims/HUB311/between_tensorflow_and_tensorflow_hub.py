# Between the two imports it is too late as well.
# on: 2.21
# fresh
# model: tf2_features published
# raises: Only instances of `keras.Layer` can be added to a Sequential model
# right prints: (2, 1)

import os

import tensorflow as tf

os.environ["TF_USE_LEGACY_KERAS"] = "1"

import tensorflow_hub as hub

layer = hub.KerasLayer("published", trainable=True)
model = tf.keras.Sequential([layer, tf.keras.layers.Dense(1)])
print(model(tf.ones([2, 3])).shape)
