# Who takes an output of the result goes on with it: the signature's result is a dictionary too.
# select: HUB304

import tensorflow as tf
import tensorflow_hub as hub

elmo = hub.load("https://tfhub.dev/google/elmo/3")
words = elmo(tf.constant(["one two"]))["elmo"]  # HUB304
first = elmo(tf.constant(["one two"]))[0]  # HUB304

# output

import tensorflow as tf
import tensorflow_hub as hub

elmo = hub.load("https://tfhub.dev/google/elmo/3")
words = elmo.signatures["default"](tf.constant(["one two"]))["elmo"]
first = elmo.signatures["default"](tf.constant(["one two"]))["default"][0]
