# What TensorFlow saved lacks what Keras needs.
# on: 2.15, legacy
# raises: ValueError: Unable to create a

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(2)])
tf.saved_model.save(model, "published")
tf.keras.models.load_model("published")
# --- right
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(2)])
model.save("published")
tf.keras.models.load_model("published")
