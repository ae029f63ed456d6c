# A model in TensorFlow 2's format has no signature of its own accord.
# select: HUB313
# note: only the model tells which signatures it has

import tensorflow_hub as hub

layer = hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/2", signature_outputs_as_dict=True)  # HUB313
