# TensorFlow is not imported yet.
# select: HUB304

import tensorflow_hub as hub

embed = hub.load("https://tfhub.dev/google/nnlm-en-dim50/1")
print(embed(["one", "two"]))  # HUB304

# output

import tensorflow_hub as hub
import tensorflow as tf

embed = hub.load("https://tfhub.dev/google/nnlm-en-dim50/1")
print(embed.signatures["default"](tf.constant(["one", "two"]))["default"])
