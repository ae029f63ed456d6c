# The ways in which `hub.load` gets into a file.
# select: HUB304

import tensorflow as tf
import tensorflow_hub
import tensorflow_hub as hub
import tensorflow_hub as tfhub
from tensorflow_hub import load
from tensorflow_hub import load as load_module

SENTENCES = tf.constant(["one", "two"])

one = tensorflow_hub.load("https://tfhub.dev/google/elmo/3")
one(SENTENCES)  # HUB304
two = hub.load("https://tfhub.dev/google/elmo/3")
two(SENTENCES)  # HUB304
three = tfhub.load(handle="https://tfhub.dev/google/elmo/3")
three(SENTENCES)  # HUB304
four = load("https://tfhub.dev/google/elmo/3")
four(SENTENCES)  # HUB304
five = load_module("https://tfhub.dev/google/elmo/3")
five(SENTENCES)  # HUB304

# output

import tensorflow as tf
import tensorflow_hub
import tensorflow_hub as hub
import tensorflow_hub as tfhub
from tensorflow_hub import load
from tensorflow_hub import load as load_module

SENTENCES = tf.constant(["one", "two"])

one = tensorflow_hub.load("https://tfhub.dev/google/elmo/3")
one.signatures["default"](SENTENCES)["default"]
two = hub.load("https://tfhub.dev/google/elmo/3")
two.signatures["default"](SENTENCES)["default"]
three = tfhub.load(handle="https://tfhub.dev/google/elmo/3")
three.signatures["default"](SENTENCES)["default"]
four = load("https://tfhub.dev/google/elmo/3")
four.signatures["default"](SENTENCES)["default"]
five = load_module("https://tfhub.dev/google/elmo/3")
five.signatures["default"](SENTENCES)["default"]
