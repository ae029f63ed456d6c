# What `export` wrote is loaded without an error, and is no model.
# on: 2.15, legacy
# raises: AttributeError: '_UserObject' object has no attribute 'predict'

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
model.save("published")
again = tf.keras.models.load_model("published")
again.predict(np.ones([2, 3]))
