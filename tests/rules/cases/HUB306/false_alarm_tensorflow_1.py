# TensorFlow 1 has its own format.
# target: tf=1.15
# select: HUB306

import tensorflow_hub as hub

layer = hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/1")
