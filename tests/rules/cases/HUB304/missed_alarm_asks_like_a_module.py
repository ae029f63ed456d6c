# Calls as those of a `hub.Module`: a signature by its name, all outputs as a dictionary.
# select: HUB304

import tensorflow as tf
import tensorflow_hub as hub

elmo = hub.load("https://tfhub.dev/google/elmo/3")


def vectors(sentences):
    words = elmo(sentences, signature="default", as_dict=True)["elmo"]  # HUB304
    outputs = elmo(tf.constant(["one two"]), as_dict=True)  # HUB304
    return words, outputs, elmo((["one"]), signature="default")  # HUB304

# output

import tensorflow as tf
import tensorflow_hub as hub

elmo = hub.load("https://tfhub.dev/google/elmo/3")


def vectors(sentences):
    words = elmo.signatures["default"](tf.convert_to_tensor(sentences))["elmo"]
    outputs = elmo.signatures["default"](tf.constant(["one two"]))
    return words, outputs, elmo.signatures["default"](tf.constant(["one"]))["default"]
