# Whoever calls the object, or trains the layer, is told so by HUB304 and HUB305, at the place where it fails.
# select: HUB306

import tensorflow_hub as hub

TEXT = "https://tfhub.dev/google/nnlm-en-dim50/1"

embed = hub.load("https://tfhub.dev/google/universal-sentence-encoder/2")
vectors = embed(["one", "two"])
layer = hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/1", trainable=True)
trained = hub.KerasLayer(TEXT, trainable=True)
frozen = hub.KerasLayer(TEXT)
