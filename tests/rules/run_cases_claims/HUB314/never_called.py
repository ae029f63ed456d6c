# A layer that was never called is not even taken for something to call.
# on: 2.15, 2.21, legacy
# model: tf2_features published
# raises: TypeError: '_UserObject' object is not callable
# right prints: (1, 4)

import tensorflow as tf
import tensorflow_hub as hub

tf.saved_model.save(hub.KerasLayer("published"), "copy")
print(hub.load("copy")(tf.ones([1, 3])).shape)
