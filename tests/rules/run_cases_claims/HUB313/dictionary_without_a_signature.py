# A dictionary is asked of a model that is called itself.
# on: 2.15, 2.21, legacy
# model: tf2_text https://tfhub.dev/google/nnlm-en-dim128/2
# raises: ValueError: signature_outputs_as_dict is only valid if specifying a signature
# right prints: (2, 4)

import tensorflow as tf
import tensorflow_hub as hub

layer = hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/2", signature_outputs_as_dict=True)
print(layer(tf.constant(["one", "two"])).shape)

# --- right
import tensorflow as tf
import tensorflow_hub as hub

layer = hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/2")
print(layer(tf.constant(["one", "two"])).shape)
