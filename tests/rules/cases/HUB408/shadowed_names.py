# A function of the file's own that is called Lambda.

import tensorflow as tf


def Lambda(function):
    return tf.keras.layers.Dense(1)


model = tf.keras.Sequential([Lambda(lambda x: x)])
model.save("m.keras")
