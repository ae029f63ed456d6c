# The guide on saving models: a whole model in a folder of its own, of which Keras 3 only reads and writes files.
# on: 2.21
# raises: ValueError: Invalid filepath extension for saving. Please add either a `.keras` extension

import numpy as np
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(2)])
# Save the entire model as a SavedModel.
model.save("saved_model/my_model")
new_model = tf.keras.models.load_model("saved_model/my_model")
np.testing.assert_array_equal(model(np.ones([1, 3])), new_model(np.ones([1, 3])))
