# A model that Keras 2 saved as a folder, loaded to predict and to train on.
# on: 2.21
# raises: ValueError: File format not supported: filepath=published/1. Keras 3 only supports V3 `.keras` files

import numpy as np
import tf_keras

model = tf_keras.Sequential([tf_keras.Input([3]), tf_keras.layers.Dense(2)])
model.compile("adam", "mse")
model.save("published/1")
np.save("expected.npy", model.predict(np.ones([2, 3]), verbose=0))
# --- then
import numpy as np
import tensorflow as tf

model = tf.keras.models.load_model("published/1")
np.testing.assert_allclose(model.predict(np.ones([2, 3]), verbose=0), np.load("expected.npy"), atol=1e-6)
model.fit(np.ones([8, 3]), np.ones([8, 2]), verbose=0)
