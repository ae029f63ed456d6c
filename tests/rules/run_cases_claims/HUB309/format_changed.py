# The cache keeps what came first: here a version of TensorFlow 1's format, for code that was written for a later one.
# on: 2.15, 2.21, legacy
# model: tf1_text https://tfhub.dev/google/universal-sentence-encoder
# model: tf2_text https://tfhub.dev/google/universal-sentence-encoder/4
# raises: TypeError: 'AutoTrackable' object is not callable
# right prints: (2, 4)

import tensorflow as tf
import tensorflow_hub as hub

embed = hub.load("https://tfhub.dev/google/universal-sentence-encoder")
print(embed(tf.constant(["one", "two"])).shape)

# --- right

import tensorflow as tf
import tensorflow_hub as hub

embed = hub.load("https://tfhub.dev/google/universal-sentence-encoder/4")
print(embed(tf.constant(["one", "two"])).shape)
