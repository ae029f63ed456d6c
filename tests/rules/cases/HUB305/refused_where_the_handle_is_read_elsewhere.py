# The later version cannot be named where something else reads the handle; the argument goes instead.
# select: HUB305
# note: line 13 reads the handle too
# note: the handle stands where other code may read it
# note: another call reads the handle and would not work with the later version

import tensorflow_hub as hub

TEXT = "https://tfhub.dev/google/nnlm-en-dim50/1"
NAMES = {"text": "https://tfhub.dev/google/nnlm-en-dim128/1"}
WORDS = "https://tfhub.dev/google/Wiki-words-250/1"

print(TEXT)
one = hub.KerasLayer(TEXT, trainable=True)  # HUB305
two = hub.KerasLayer(NAMES["text"], trainable=True)  # HUB305
three = hub.KerasLayer(WORDS, trainable=True)  # HUB305
embed = hub.load(WORDS).signatures["default"]

# output

import tensorflow_hub as hub

TEXT = "https://tfhub.dev/google/nnlm-en-dim50/1"
NAMES = {"text": "https://tfhub.dev/google/nnlm-en-dim128/1"}
WORDS = "https://tfhub.dev/google/Wiki-words-250/1"

print(TEXT)
one = hub.KerasLayer(TEXT)
two = hub.KerasLayer(NAMES["text"])
three = hub.KerasLayer(WORDS)
embed = hub.load(WORDS).signatures["default"]
