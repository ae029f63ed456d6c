# The format is told by the ending of the path alone.
# on: 2.21
# raises: ValueError: The `save_format` argument is deprecated in Keras 3.

import numpy as np
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(2)])
model.save("trained", save_format="h5")
again = tf.keras.models.load_model("trained")
np.testing.assert_array_equal(model(np.ones([1, 3])), again(np.ones([1, 3])))
