# The layers are those of the Keras that tensorflow_hub chose when it was imported.
# on: 2.21
# fresh
# model: tf2_features published
# raises: Only instances of `keras.Layer` can be added to a Sequential model
# right prints: (2, 4)

import os

import tensorflow as tf
import tensorflow_hub as hub

os.environ["TF_USE_LEGACY_KERAS"] = "1"

model = tf.keras.Sequential([hub.KerasLayer("published")])
print(model(tf.ones([2, 3])).shape)
