# Both are set; a model in TensorFlow 1's format is no exception.
# on: 2.15, 2.21, legacy
# model: tf1_features published
# raises: ValueError: When using a signature, either output_key or signature_outputs_as_dict=True should be set.
# right prints: (2, 4)

import tensorflow as tf
import tensorflow_hub as hub

layer = hub.KerasLayer("published", signature="default", signature_outputs_as_dict=True, output_key="default")
print(layer(tf.ones([2, 3]))["default"].shape)
