# A Keras model, which has no signature of its own when TensorFlow saves it.
# on: 2.15, 2.21, legacy
# raises: ValueError: Expected a TensorFlow function for which to generate a signature, but got

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
model.build((None, 3))
tf.saved_model.save(model, "model", signatures=model)

# --- right
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
model.build((None, 3))
serve = tf.function(model, input_signature=[tf.TensorSpec([None, 3], tf.float32)])
tf.saved_model.save(model, "model", signatures=serve)
