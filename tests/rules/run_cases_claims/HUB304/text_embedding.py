# The first entry of tensorflow_hub's own list of common issues.
# on: 2.15, 2.21, legacy
# model: tf1_text https://tfhub.dev/google/universal-sentence-encoder/2
# raises: object is not callable

import tensorflow_hub as hub

embed = hub.load("https://tfhub.dev/google/universal-sentence-encoder/2")
vectors = embed(["one", "two"])
print(vectors.shape)
