# What export writes has signatures and nothing to call; with the signature's name the layer computes the same.
# on: 2.15, 2.21, legacy
# raises: Signature name has to be specified for non-callable saved models
# right prints: equal

import numpy as np
import tensorflow as tf
import tensorflow_hub as hub

x = np.ones([2, 3], "float32")
model = tf.keras.Sequential([tf.keras.layers.Input([3]), tf.keras.layers.Dense(4)])
model.predict(x, verbose=0)
model.export("exported")
layer = hub.KerasLayer("exported")
print("equal" if np.allclose(layer(tf.constant(x)), model(x), atol=1e-6) else "different")
