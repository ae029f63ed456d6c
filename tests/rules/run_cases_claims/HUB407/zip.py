# The same in a zip file: the layer is saved with `trainable` and `dtype`, which its `__init__` does not take.
# on: 2.21
# raises: could not be deserialized properly
# right prints: (1, 3)

import numpy as np
import tensorflow as tf


class Scale(tf.keras.layers.Layer):
    def __init__(self, scale):
        super().__init__()
        self.scale = scale

    def call(self, inputs):
        return inputs * self.scale


features = tf.keras.Input([3])
tf.keras.Model(features, Scale(2.0)(features)).save("model.keras")
model = tf.keras.models.load_model("model.keras", custom_objects={"Scale": Scale})
print(model.predict(np.ones([1, 3], "float32"), verbose=0).shape)
