# The piece sharing of tensorflow_hub's guide, cut out of a model that was trained as a whole.
# on: 2.21
# raises: ValueError: Invalid filepath extension for saving.

import numpy as np
import tensorflow as tf

inputs = tf.keras.Input([3])
features = tf.keras.layers.Dense(4, name="features")(inputs)
full_model = tf.keras.Model(inputs, tf.keras.layers.Dense(1)(features))
full_model.compile("adam", "mse")
full_model.fit(np.ones([8, 3]), np.ones([8, 1]), verbose=0)
sharing_output = full_model.get_layer("features").output
piece_to_share = tf.keras.Model(inputs, sharing_output)
piece_to_share.save("piece", include_optimizer=False)
# --- then
import numpy as np
import tensorflow_hub as hub

assert hub.load("piece")(np.ones([2, 3], "float32")).shape == (2, 4)
