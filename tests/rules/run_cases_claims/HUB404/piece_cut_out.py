# The piece sharing of tensorflow_hub's guide, as it is written there: cut out of a trained model by `get_output_at`.
# on: 2.21
# raises: object has no attribute 'get_output_at'

import numpy as np
import tensorflow as tf

inputs = tf.keras.Input([3])
hidden = tf.keras.layers.Dense(4, name="features")(inputs)
full_model = tf.keras.Model(inputs, tf.keras.layers.Dense(1)(hidden))
full_model.compile("adam", "mse")
full_model.fit(np.ones([8, 3]), np.ones([8, 1]), verbose=0)
sharing_input = full_model.get_layer(index=0).get_output_at(0)
sharing_output = full_model.get_layer("features").get_output_at(0)
piece_to_share = tf.keras.Model(sharing_input, sharing_output)
weights, bias = full_model.get_layer("features").get_weights()
np.testing.assert_allclose(piece_to_share(np.ones([2, 3])), np.ones([2, 3]) @ weights + bias, atol=1e-6)
