# What `save` of a model takes has no place in the function.
# select: HUB314
# note: the call has more than a path, or gives it by name

import tensorflow as tf
import tensorflow_hub as hub

layer = hub.KerasLayer("published/1", trainable=True)
layer.save("finetuned/1", save_format="tf")  # HUB314
layer.save(filepath="finetuned/1")  # HUB314
print(tf.__version__)
