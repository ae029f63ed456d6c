# A parameter called `tf`, and a function of the same name.

import tensorflow as tf


def where(condition, x, y):
    return tf.where(condition, x, tf.to_float(y))  # HUB506, HUB501


def choose(tf, x):
    return tf.where(x > 0, x, x)


where(1, 2, 3)

# output

import tensorflow as tf


def where(condition, x, y):
    return tf.compat.v1.where(condition, x, tf.cast(y, tf.float32))


def choose(tf, x):
    return tf.where(x > 0, x, x)


where(1, 2, 3)
