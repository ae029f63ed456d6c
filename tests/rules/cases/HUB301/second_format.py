# A model in TensorFlow 2's format, which `hub.Module` could not read: what `hub.load` gives is called itself.
# select: HUB301

import tensorflow_hub as hub

embed = hub.Module("https://tfhub.dev/google/universal-sentence-encoder/4")  # HUB301
vectors = embed(["one", "two"])

# output

import tensorflow_hub as hub

embed = hub.load("https://tfhub.dev/google/universal-sentence-encoder/4")
vectors = embed(["one", "two"])
