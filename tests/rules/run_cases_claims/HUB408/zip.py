# Every Keras refuses its own zip file; a registered layer loads.
# on: 2.15, 2.21, legacy
# raises: disallowed by default
# right prints: [[0.5]]

import numpy as np
import tensorflow as tf

features = tf.keras.Input([1])
tf.keras.Model(features, tf.keras.layers.Lambda(lambda x: x / 2.0)(features)).save("model.keras")
model = tf.keras.models.load_model("model.keras")
print(model.predict(np.ones([1, 1], "float32"), verbose=0))

# --- right

import numpy as np
import tensorflow as tf


@tf.keras.utils.register_keras_serializable()
class NamedLayer(tf.keras.layers.Layer):
    def call(self, x):
        return x / 2.0


features = tf.keras.Input([1])
tf.keras.Model(features, NamedLayer()(features)).save("model.keras")
model = tf.keras.models.load_model("model.keras")
print(model.predict(np.ones([1, 1], "float32"), verbose=0))
