# Kaggle's handles say the format themselves, in each of the spellings that its site and its client use.
# select: HUB304

import tensorflow as tf
import tensorflow_hub as hub

SENTENCES = tf.constant(["one"])

elmo = hub.load("https://www.kaggle.com/models/google/elmo/frameworks/TensorFlow1/variations/elmo/versions/3")
elmo(SENTENCES)  # HUB304
short = hub.load("https://www.kaggle.com/models/google/elmo/TensorFlow1/elmo/3")
short(SENTENCES)  # HUB304
lower = hub.load("https://kaggle.com/models/google/elmo/tensorFlow1/elmo/3")
lower(SENTENCES)  # HUB304
new = hub.load("https://www.kaggle.com/models/google/universal-sentence-encoder/TensorFlow2/large/2")
new(SENTENCES)

# output

import tensorflow as tf
import tensorflow_hub as hub

SENTENCES = tf.constant(["one"])

elmo = hub.load("https://www.kaggle.com/models/google/elmo/frameworks/TensorFlow1/variations/elmo/versions/3")
elmo.signatures["default"](SENTENCES)["default"]
short = hub.load("https://www.kaggle.com/models/google/elmo/TensorFlow1/elmo/3")
short.signatures["default"](SENTENCES)["default"]
lower = hub.load("https://kaggle.com/models/google/elmo/tensorFlow1/elmo/3")
lower.signatures["default"](SENTENCES)["default"]
new = hub.load("https://www.kaggle.com/models/google/universal-sentence-encoder/TensorFlow2/large/2")
new(SENTENCES)
