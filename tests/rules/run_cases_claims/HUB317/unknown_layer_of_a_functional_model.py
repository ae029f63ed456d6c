# And others again for a functional model.
# on: 2.15, legacy
# model: tf2_features published
# raises: TypeError: 'str' object is not callable
# right prints: (2, 1)

import tensorflow as tf
import tensorflow_hub as hub

inputs = tf.keras.Input((3,))
outputs = tf.keras.layers.Dense(1)(hub.KerasLayer("published")(inputs))
model = tf.keras.Model(inputs, outputs)
model.save("model.keras")
print(tf.keras.models.load_model("model.keras")(tf.ones([2, 3])).shape)
