# The layer is made trainable once it is there.
# select: HUB305
# note: the layer is made trainable after it was made, and what follows may count on that

import tensorflow_hub as hub

elmo = hub.KerasLayer("https://tfhub.dev/google/elmo/3")
elmo.trainable = True  # HUB305
words = hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim50/1")
words.trainable = True  # HUB305


class Classifier:
    def __init__(self):
        self.encoder = hub.KerasLayer("published/1", signature="serving_default", output_key="output_0")

    def unfreeze(self):
        self.encoder.trainable = True  # HUB305

# output

import tensorflow_hub as hub

elmo = hub.KerasLayer("https://tfhub.dev/google/elmo/3")
elmo.trainable = True  # HUB305
words = hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim50/2")
words.trainable = True


class Classifier:
    def __init__(self):
        self.encoder = hub.KerasLayer("published/1", signature="serving_default", output_key="output_0")

    def unfreeze(self):
        self.encoder.trainable = True  # HUB305
