# The object in a layer is no function in TensorFlow 1's format.
# on: 2.15, 2.21, legacy
# model: tf1_text https://tfhub.dev/google/nnlm-en-dim128/1
# model: tf2_text https://tfhub.dev/google/nnlm-en-dim128/2
# prints: can be called: False, shape: (2, 4)
# right prints: can be called: True, shape: (2, 4)

import tensorflow as tf
import tensorflow_hub as hub

layer = hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/1", input_shape=[], dtype=tf.string)
shape = layer(tf.constant(["one", "two"])).shape
print(f"can be called: {callable(layer.resolved_object)}, shape: {shape}")
