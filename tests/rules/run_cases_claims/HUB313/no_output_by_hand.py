# The same where one output is wanted: the model tells its name.
# on: 2.15, 2.21, legacy
# model: tf2_signature_only published
# raises: ValueError: When using a signature, either output_key or signature_outputs_as_dict=True should be set.
# right prints: (2, 4)

import tensorflow as tf
import tensorflow_hub as hub

layer = hub.KerasLayer("published", signature="serving_default")
print(layer(tf.ones([2, 3])).shape)

# --- right
import tensorflow as tf
import tensorflow_hub as hub

outputs = list(hub.load("published").signatures["serving_default"].structured_outputs)
layer = hub.KerasLayer("published", signature="serving_default", output_key=outputs[0])
print(layer(tf.ones([2, 3])).shape)
