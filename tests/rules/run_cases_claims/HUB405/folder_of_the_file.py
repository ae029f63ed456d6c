# The guide on saving models: weights in a folder that Keras 2 makes, and that Keras 3 wants to find.
# on: 2.21
# raises: ValueError: The filename must end in `.weights.h5`.

import numpy as np
import tensorflow as tf


def create_model():
    return tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(2)])


model = create_model()
# Save the weights
model.save_weights('./checkpoints/my_checkpoint')
# Create a new model instance
again = create_model()
# Restore the weights
again.load_weights('./checkpoints/my_checkpoint')
np.testing.assert_array_equal(model(np.ones([1, 3])), again(np.ones([1, 3])))
