# The layer is made without a word and raises when it is called; the later version is in TensorFlow 2's format.
# on: 2.15, 2.21, legacy
# model: tf1_text https://tfhub.dev/google/nnlm-en-dim128/1
# model: tf2_text https://tfhub.dev/google/nnlm-en-dim128/2
# raises: Setting hub.KerasLayer.trainable = True is unsupported when loading from the TF1 Hub format.
# right prints: trainable: 2

import tensorflow as tf
import tensorflow_hub as hub

layer = hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/1", input_shape=[], dtype=tf.string, trainable=True)
print(layer(tf.constant(["one", "two"])).shape, "trainable:", len(layer.trainable_weights))
