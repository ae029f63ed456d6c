# Weights that are saved as HDF5 and loaded again, as tutorials of Keras 2 do.
# on: 2.21
# raises: ValueError: The filename must end in `.weights.h5`. Received: filepath=trained.h5

import numpy as np
import tensorflow as tf


def build():
    return tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(2)])


path = "trained.h5"
model, again = build(), build()
model.save_weights(path)
again.load_weights(path)
np.testing.assert_array_equal(model(np.ones([1, 3])), again(np.ones([1, 3])))
