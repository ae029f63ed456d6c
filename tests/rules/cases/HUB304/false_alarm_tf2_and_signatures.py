# Models of TensorFlow 2 can be called, and what comes of a signature too.
# select: HUB304

import tensorflow_hub as hub

embed = hub.load("https://tfhub.dev/google/universal-sentence-encoder/4")
embed(["one"])
old = hub.load("https://tfhub.dev/google/universal-sentence-encoder/2").signatures["default"]
old(["one"])
older = hub.load("https://tfhub.dev/google/universal-sentence-encoder/1")
default = older.signatures["default"]
default(["one"])
layer = hub.KerasLayer("https://tfhub.dev/google/elmo/3")
layer(["one"])
