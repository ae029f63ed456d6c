# Numbers of words, which `Input` takes for floats unless it is told otherwise; the layer makes them numbers again.
# on: 2.21
# raises: ValueError: Unrecognized keyword arguments passed to Embedding: {'batch_input_shape': [2, None]}

import numpy as np
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Embedding(10, 4, batch_input_shape=[2, None]), tf.keras.layers.GRU(3)])
words = np.array([[1, 2, 3], [4, 5, 6]])
np.testing.assert_allclose(model.layers[0](words), model.layers[0].get_weights()[0][words])
assert model.predict(words, verbose=0).shape == (2, 3)
