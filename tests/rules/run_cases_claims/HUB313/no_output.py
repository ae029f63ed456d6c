# A layer that calls a signature, and whose result is read by name.
# on: 2.15, 2.21, legacy
# model: tf2_signature_only published
# raises: ValueError: When using a signature, either output_key or signature_outputs_as_dict=True should be set.
# right prints: (2, 4)

import tensorflow as tf
import tensorflow_hub as hub

layer = hub.KerasLayer("published", signature="serving_default")
print(layer(tf.ones([2, 3]))["output_0"].shape)
