# Weights are given to the layer once it is built.
# on: 2.21
# raises: ValueError: Unrecognized keyword arguments passed to Dense: {'weights':

import numpy as np
import tensorflow as tf

kernel, bias = np.ones([3, 2]), np.zeros([2])
model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(2, weights=[kernel, bias])])
# --- right
import numpy as np
import tensorflow as tf

kernel, bias = np.ones([3, 2]), np.zeros([2])
model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(2)])
model.layers[0].set_weights([kernel, bias])
np.testing.assert_allclose(model(np.ones([1, 3])), [[3.0, 3.0]])
