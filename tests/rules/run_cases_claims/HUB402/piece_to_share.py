# The piece sharing of tensorflow_hub's guide, from the start: the piece is called, fine-tuned with its regularizer,
# dropout and batch normalization, and served, and holds no optimizer.
# on: 2.21
# raises: ValueError: Invalid filepath extension for saving.

import numpy as np
import tensorflow as tf

sharing_input = tf.keras.Input([3])
hidden = tf.keras.layers.Dense(8, kernel_regularizer=tf.keras.regularizers.l2(0.1))(sharing_input)
hidden = tf.keras.layers.Dropout(0.5)(tf.keras.layers.BatchNormalization()(hidden))
piece_to_share = tf.keras.Model(sharing_input, tf.keras.layers.Dense(4)(hidden))
full_model = tf.keras.Sequential([piece_to_share, tf.keras.layers.Dense(1)])
full_model.compile("adam", "mse")
full_model.fit(np.ones([8, 3]), np.ones([8, 1]), verbose=0)
piece_to_share.save("piece", include_optimizer=False)
np.save("features.npy", piece_to_share(np.ones([2, 3], "float32")))
# --- then
import numpy as np
import tensorflow as tf
import tensorflow_hub as hub
import tf_keras

expected = np.load("features.npy")
given = np.ones([2, 3], "float32")
loaded = tf.saved_model.load("piece")
np.testing.assert_allclose(loaded(given), expected, atol=1e-6)
np.testing.assert_allclose(loaded.signatures["serving_default"](inputs=given)["output_0"], expected, atol=1e-6)
stored = [name for name, _ in tf.train.list_variables("piece/variables/variables")]
assert not [name for name in stored if "optimizer" in name], stored

piece = hub.KerasLayer("piece", trainable=True)
model = tf_keras.Sequential([piece, tf_keras.layers.Dense(1)])
model.compile("adam", "mse")
assert len(piece.trainable_weights) == 6
before = [weight.numpy().copy() for weight in piece.weights]
model.fit(np.random.rand(16, 3), np.ones([16, 1]), epochs=2, verbose=0)
assert len(model.losses) == 1
assert all((old != new.numpy()).any() for old, new in zip(before, piece.weights) if old.dtype == "float32")
