# A model is cut from a trained `Sequential`.
# on: 2.21
# raises: has never been called and thus has no defined input

import numpy as np
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(2), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
model.fit(np.ones([8, 3]), np.ones([8, 1]), verbose=0)
features = tf.keras.Model(model.input, model.layers[-2].output)
again = tf.keras.Model(model.input, model.output)
assert features(np.ones([2, 3])).shape == (2, 2)
np.testing.assert_allclose(again(np.ones([2, 3])), model(np.ones([2, 3])))
