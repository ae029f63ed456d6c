# A piece that was never compiled, saved as any object is: nothing can call it, or put it into another model.
# on: 2.21
# raises: ValueError: Signature name has to be specified for non-callable saved models
# right prints: (2, 4), weights: 2

import numpy as np
import tensorflow as tf

inputs = tf.keras.Input((3,))
piece_to_share = tf.keras.Model(inputs, tf.keras.layers.Dense(4)(inputs))
full_model = tf.keras.Sequential([piece_to_share, tf.keras.layers.Dense(1)])
full_model.compile("adam", "mse")
full_model.fit(np.ones([8, 3]), np.ones([8, 1]), verbose=0)
tf.saved_model.save(piece_to_share, "piece")

# --- then
import numpy as np
import tensorflow_hub as hub

layer = hub.KerasLayer("piece", trainable=True)
print(f"{layer(np.ones([2, 3], 'float32')).shape}, weights: {len(layer.trainable_weights)}")
