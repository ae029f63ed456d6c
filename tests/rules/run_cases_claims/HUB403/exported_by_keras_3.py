# Keras 3 exports and does not load; the signature answers.
# on: 2.21
# raises: ValueError: File format not supported: filepath=published.

import numpy as np
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(2)])
model.export("published")
again = tf.keras.models.load_model("published")
again.predict(np.ones([2, 3]))
# --- right
import numpy as np
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(2)])
model.export("published")
again = tf.saved_model.load("published")
assert again.serve(tf.ones([2, 3])).shape == (2, 2)
