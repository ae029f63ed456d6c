# A comment among the arguments would be lost.
# select: HUB304
# note: a comment stands among the arguments

import tensorflow_hub as hub

embed = hub.load("https://tfhub.dev/google/nnlm-en-dim50/1")
vectors = embed(  # HUB304
    # What we know.
    ["one", "two"]
)
