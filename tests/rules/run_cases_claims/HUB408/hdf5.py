# Keras 3 refuses HDF5, too.
# on: 2.21
# raises: disallowed by default
# right prints: loaded

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Input([1]), tf.keras.layers.Lambda(lambda x: x / 2.0)])
model.save("model.h5")
tf.keras.models.load_model("model.h5")

# --- right

import tensorflow as tf


@tf.keras.utils.register_keras_serializable()
class NamedLayer(tf.keras.layers.Layer):
    def call(self, x):
        return x / 2.0


model = tf.keras.Sequential([tf.keras.layers.Input([1]), NamedLayer()])
model.save("model.h5")
tf.keras.models.load_model("model.h5")
print("loaded")
