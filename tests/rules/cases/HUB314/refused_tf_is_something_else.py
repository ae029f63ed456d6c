# The names for TensorFlow are taken.
# select: HUB314
# note: no name for TensorFlow is free here

import tensorflow_hub as hub

tf = tensorflow = "frozen"
layer = hub.KerasLayer("published/1", trainable=True)
layer.save("finetuned/1")  # HUB314
