# Calls in which the argument cannot be taken away alone.
# select: HUB315
# note: further arguments are given by their places
# note: a comment stands among the arguments that would go

import tensorflow_hub as hub

one = hub.load("https://tfhub.dev/google/yamnet/1", ["train"], options)  # HUB315
two = hub.load(
    "https://tfhub.dev/google/yamnet/1",
    tags=["train"]  # We want to train it.  # HUB315
    , options=options,
)
