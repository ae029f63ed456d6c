# A parameter called `tf`, and a function of the same name.

import tensorflow as tf


def argmax(x, axis, name):
    return tf.argmax(x, axis, name)  # HUB505


def best(tf):
    return tf.argmax(x, 1, "a")


argmax(x, 1, "a")

# output

import tensorflow as tf


def argmax(x, axis, name):
    return tf.argmax(x, axis, name=name)  # HUB505


def best(tf):
    return tf.argmax(x, 1, "a")


argmax(x, 1, "a")
