# Calls that the newer version answers in another way.
# select: HUB306
# note: the signatures of what is loaded are called in another way in the newer version
# note: the newer version has signatures for questions and for answers and cannot be called itself
# note: the layer chooses a signature, an output or tags, which the newer version names otherwise

import tensorflow_hub as hub

SHARED = "https://tfhub.dev/google/nnlm-en-dim50/1"  # HUB306

embed = hub.load("https://tfhub.dev/google/universal-sentence-encoder/2").signatures["default"]  # HUB306
questions = hub.KerasLayer("https://tfhub.dev/google/universal-sentence-encoder-qa/1")  # HUB306
tagged = hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/1", tags={"train"})  # HUB306
chosen = hub.KerasLayer("https://tfhub.dev/google/nnlm-es-dim128/1", signature="default", output_key="default")  # HUB306
layer = hub.KerasLayer(SHARED)
loaded = hub.load(SHARED)
