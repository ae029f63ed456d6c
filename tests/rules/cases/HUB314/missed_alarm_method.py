# A layer has neither `save` nor `export`; TensorFlow is imported for the function that does.
# select: HUB314

import tensorflow_hub as hub

loaded = hub.load("published/1")
layer = hub.KerasLayer(loaded, trainable=True)
layer.save("finetuned/1")  # HUB314
layer.export("finetuned/2")  # HUB314

# output

import tensorflow_hub as hub
import tensorflow as tf

loaded = hub.load("published/1")
layer = hub.KerasLayer(loaded, trainable=True)
tf.saved_model.save(loaded, "finetuned/1")
tf.saved_model.save(loaded, "finetuned/2")
