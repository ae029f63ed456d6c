# A parameter called `tf`, and a function of the same name.

import tensorflow as tf


def argmax(x, axis, name):
    return tf.argmax(tf.to_float(x), axis, name)  # HUB501, HUB505


def best(tf):
    return tf.argmax(x, 1, "a")


argmax(x, 1, "a")

# output

import tensorflow as tf


def argmax(x, axis, name):
    return tf.argmax(tf.cast(x, tf.float32), axis, name=name)


def best(tf):
    return tf.argmax(x, 1, "a")


argmax(x, 1, "a")
