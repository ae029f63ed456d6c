# tensorflow_hub 0.16 wants TensorFlow 2.14; an older one goes with a tensorflow_hub that has the class.
# target: tf=2.12
# select: HUB301

import tensorflow_hub as hub

module = hub.Module("https://tfhub.dev/google/nnlm-en-dim128/1")
print(module(["one"]))
