# The first line of most programs with a module; the fix asks a signature, with a tensor where lists are not taken yet.
# on: 2.15, 2.21, legacy
# model: tf1_text https://tfhub.dev/google/universal-sentence-encoder/2
# raises: AttributeError: module 'tensorflow_hub' has no attribute 'Module'
# right prints: [[1. 1. 1. 1.]

import tensorflow_hub as hub

embed = hub.Module("https://tfhub.dev/google/universal-sentence-encoder/2")
vectors = embed(["one", "two"])
print(vectors.numpy())
