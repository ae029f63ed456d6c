# The piece sharing of tensorflow_hub's guide, word for word, up to a layer that others fine-tune.
# on: 2.21
# with: HUB402
# raises: object has no attribute 'get_output_at'

import numpy as np
import tensorflow as tf

inputs = tf.keras.Input([3], name="images")
hidden = tf.keras.layers.Dense(4, name="features", kernel_regularizer="l2")(inputs)
full_model = tf.keras.Model(inputs, tf.keras.layers.Dense(1)(hidden))
full_model.compile("adam", "mse")
full_model.fit(np.ones([8, 3]), np.ones([8, 1]), verbose=0)
sharing_input = full_model.get_layer("images").get_output_at(0)
sharing_output = full_model.get_layer("features").get_output_at(0)
piece_to_share = tf.keras.Model(sharing_input, sharing_output)
piece_to_share.save("piece", include_optimizer=False)
np.save("features.npy", piece_to_share(np.ones([2, 3])))
# --- then
import numpy as np
import tensorflow as tf
import tensorflow_hub as hub
import tf_keras

piece = hub.KerasLayer("piece", trainable=True)
np.testing.assert_allclose(piece(np.ones([2, 3], "float32")), np.load("features.npy"), atol=1e-6)
model = tf_keras.Sequential([piece, tf_keras.layers.Dense(1)])
model.compile("adam", "mse")
before = [weight.numpy().copy() for weight in piece.trainable_weights]
model.fit(np.random.rand(16, 3), np.ones([16, 1]), verbose=0)
assert len(before) == 2
assert len(model.losses) == 1
assert all((old != new.numpy()).any() for old, new in zip(before, piece.trainable_weights))
