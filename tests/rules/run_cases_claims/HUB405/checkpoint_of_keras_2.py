# What Keras 2 saved under a plain name is a checkpoint, which Keras 3 does not read. Keras 2 can save it as HDF5.
# on: 2.21
# raises: ValueError: File format not supported: filepath=published/model.ckpt

import numpy as np
import tf_keras

model = tf_keras.Sequential([tf_keras.Input([3]), tf_keras.layers.Dense(2)])
model.save_weights("published/model.ckpt")
np.save("expected.npy", model.predict(np.ones([1, 3]), verbose=0))
# --- then
import numpy as np
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(2)])
model.load_weights("published/model.ckpt")
# --- right
import numpy as np
import tf_keras

model = tf_keras.Sequential([tf_keras.Input([3]), tf_keras.layers.Dense(2)])
model.save_weights("published/model.ckpt")
np.save("expected.npy", model.predict(np.ones([1, 3]), verbose=0))
# --- then
import tf_keras

model = tf_keras.Sequential([tf_keras.Input([3]), tf_keras.layers.Dense(2)])
model.load_weights("published/model.ckpt")
model.save_weights("published/model.h5")
# --- then
import numpy as np
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(2)])
model.load_weights("published/model.h5")
np.testing.assert_allclose(model.predict(np.ones([1, 3]), verbose=0), np.load("expected.npy"), atol=1e-6)
