# A program that expects either Keras.

import tensorflow as tf

layer = tf.keras.layers.Dense(1)
try:
    output = layer.get_output_at(0)
except AttributeError:
    output = layer.output
