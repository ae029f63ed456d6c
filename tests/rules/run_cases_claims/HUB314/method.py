# A layer is no model.
# on: 2.15, 2.21, legacy
# model: tf2_features published
# raises: AttributeError: 'KerasLayer' object has no attribute 'save'
# right prints: (1, 4)

import tensorflow as tf
import tensorflow_hub as hub

layer = hub.KerasLayer("published", trainable=True)
layer.save("finetuned")
print(hub.load("finetuned")(tf.ones([1, 3])).shape)
