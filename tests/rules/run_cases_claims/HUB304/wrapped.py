# A layer takes a handle or a function, and the object is neither.
# on: 2.15, 2.21, legacy
# model: tf1_text https://tfhub.dev/google/nnlm-en-dim128/1
# raises: ValueError: Expected a string, got <tensorflow.python.trackable.autotrackable.AutoTrackable object

import tensorflow as tf
import tensorflow_hub as hub

embed = hub.load("https://tfhub.dev/google/nnlm-en-dim128/1")
layer = hub.KerasLayer(embed)
print(layer(tf.constant(["one", "two"])).shape)

# --- right

import tensorflow as tf
import tensorflow_hub as hub

layer = hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/1")
print(layer(tf.constant(["one", "two"])).shape)
