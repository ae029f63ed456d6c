# Without a later version the layer goes on as it is.
# on: 2.15, 2.21, legacy
# model: tf1_text https://tfhub.dev/google/elmo/3
# raises: Setting hub.KerasLayer.trainable = True is unsupported when loading from the TF1 Hub format.
# right prints: (2, 4)

import tensorflow as tf
import tensorflow_hub as hub

layer = hub.KerasLayer("https://tfhub.dev/google/elmo/3", trainable=True)
print(layer(tf.constant(["one", "two"])).shape)
