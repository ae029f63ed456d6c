# A signature cannot be trained, even if the model itself can.
# on: 2.15, 2.21, legacy
# model: tf2_features published/1
# raises: Setting hub.KerasLayer.trainable = True is unsupported when calling a SavedModel signature.
# right prints: (2, 4)

import tensorflow as tf
import tensorflow_hub as hub

layer = hub.KerasLayer("published/1", signature="serving_default", output_key="output_0", trainable=True)
print(layer(tf.ones([2, 3])).shape)
