# The layer is called with an input of a functional model.
# on: 2.21
# fresh
# model: tf2_features published
# raises: A KerasTensor is symbolic: it's a placeholder for a shape an a dtype
# right prints: (4, 1)

import tensorflow as tf
import tensorflow_hub as hub

inputs = tf.keras.Input((3,))
features = hub.KerasLayer("published", trainable=True)(inputs)
model = tf.keras.Model(inputs, tf.keras.layers.Dense(1)(features))
print(model(tf.ones([4, 3])).shape)
