# Whoever trusts the file says so.

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Input([3]), tf.keras.layers.Lambda(lambda x: x / 255.0)])
model.save("m.keras")
again = tf.keras.models.load_model("m.keras", safe_mode=False)
