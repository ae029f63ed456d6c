# The same folder as a layer of Keras 3, which gives a dictionary.
# on: 2.21
# raises: ValueError: File format not supported: filepath=published/1.

import numpy as np
import tf_keras

model = tf_keras.Sequential([tf_keras.Input([3]), tf_keras.layers.Dense(2, name="scores")])
model.save("published/1")
np.save("expected.npy", model.predict(np.ones([2, 3]), verbose=0))
# --- then
import tensorflow as tf

base = tf.keras.models.load_model("published/1")
model = tf.keras.Sequential([base])
# --- right
import numpy as np
import tf_keras

model = tf_keras.Sequential([tf_keras.Input([3]), tf_keras.layers.Dense(2, name="scores")])
model.save("published/1")
np.save("expected.npy", model.predict(np.ones([2, 3]), verbose=0))
# --- then
import numpy as np
import tensorflow as tf

base = tf.keras.layers.TFSMLayer("published/1", call_endpoint="serving_default")
model = tf.keras.Sequential([base])
np.testing.assert_allclose(model.predict(np.ones([2, 3]), verbose=0)["scores"], np.load("expected.npy"), atol=1e-6)
