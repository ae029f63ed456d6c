# Who moves from `hub.Module` keeps its way of asking; what the fix makes of it gives the same.
# on: 2.15, 2.21
# model: tf1_text https://tfhub.dev/google/elmo/3
# raises: TypeError: 'AutoTrackable' object is not callable
# right prints: (2, 4) ['default']

import tensorflow_hub as hub

elmo = hub.load("https://tfhub.dev/google/elmo/3")
sentences = ["one", "two"]
vectors = elmo(sentences, signature="default", as_dict=True)["default"]
print(vectors.shape, list(elmo(sentences, as_dict=True)))
