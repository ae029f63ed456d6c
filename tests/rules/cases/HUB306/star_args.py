# What is behind a star may choose a signature.
# select: HUB306
# note: the layer chooses a signature, an output or tags, which the newer version names otherwise

import tensorflow_hub as hub

one = hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/1", **options)  # HUB306
two = hub.KerasLayer(*["https://tfhub.dev/google/nnlm-en-dim50/1"])
