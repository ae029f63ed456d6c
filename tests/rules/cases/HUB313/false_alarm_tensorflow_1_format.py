# Modules of TensorFlow 1's format have a default output, and nothing tells that an unknown one is not of that format.
# select: HUB313

import tensorflow_hub as hub

one = hub.KerasLayer("https://tfhub.dev/google/elmo/3", signature="default")
two = hub.KerasLayer("https://tfhub.dev/google/elmo/3", signature_outputs_as_dict=True)
three = hub.KerasLayer("module", signature="default")
four = hub.KerasLayer("module", signature_outputs_as_dict=True)


def build(handle, signature=None):
    return hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/2", signature=signature), hub.KerasLayer(handle)
