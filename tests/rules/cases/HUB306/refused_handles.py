# Handles that something else may read, or that are not written in one piece.
# select: HUB306
# note: line 13 reads the handle too
# note: the handle is put together from parts
# note: the handle stands where other code may read it

import tensorflow_hub as hub

TEXT = "https://tfhub.dev/google/nnlm-en-dim50/1"  # HUB306
ALL = {"de": "https://tfhub.dev/google/nnlm-de-dim50/1"}
LONG = "https://tfhub.dev/" "google/nnlm-ja-dim50/1"  # HUB306

print(TEXT)
one = hub.KerasLayer(TEXT)
two = hub.KerasLayer(ALL["de"])  # HUB306
three = hub.KerasLayer(LONG)
four = hub.KerasLayer("https://tfhub.dev/google/%s/1" % "nnlm-es-dim50")
five = hub.KerasLayer("https://tfhub.dev/google/" + "nnlm-es-dim128" + "/1")  # HUB306


class Encoder:
    handle = "https://tfhub.dev/google/nnlm-ko-dim50/1"

    def __init__(self):
        self.own = "https://tfhub.dev/google/nnlm-zh-dim50/1"  # HUB306
        self.layer = hub.KerasLayer(self.own)
