# Calls in which the argument cannot be taken away alone.
# select: HUB305
# note: further arguments are given by their places
# note: a comment stands above the argument that would go
# note: a comment stands among the arguments that would go

import tensorflow_hub as hub

one = hub.KerasLayer("https://tfhub.dev/google/elmo/3", True, {"signature": "tokens"})  # HUB305
two = hub.KerasLayer(
    "https://tfhub.dev/google/elmo/3",
    # We want to train it too.
    trainable=True,  # HUB305
)
three = hub.KerasLayer(
    "https://tfhub.dev/google/elmo/3",
    trainable=True  # We want to train it too.  # HUB305
    , name="elmo",
)
