# The input of TensorFlow's own migration guide.
# on: 2.21
# raises: ValueError: Cannot convert '3' to a shape.

import tensorflow as tf


def add_two(input):
    return input + 2


inp = tf.keras.Input(3)
out = add_two(inp)
model = tf.keras.Model(inputs=inp, outputs=out)
assert model(tf.ones([1, 3])).numpy().tolist() == [[3.0, 3.0, 3.0]]
