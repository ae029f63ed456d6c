# A condition that may be a vector chose rows; what it was computed from tells, if that is still what it was.

import tensorflow as tf

w = tf.get_variable("w", [3, 3])  # HUB502


def steps(x, rows):
    h = tf.where(rows, x, tf.zeros_like(x))  # HUB506
    i = tf.where(tf.reduce_any(x, axis=1), x, tf.zeros_like(x))  # HUB506
    j = tf.where(tf.equal(rows, 1), x, h)  # HUB506
    x = x[0]
    late = x > 0
    x = x[0]
    return i, j, tf.where(late, x, x + 1)  # HUB506

# output

import tensorflow as tf

w = tf.compat.v1.get_variable("w", [3, 3])


def steps(x, rows):
    h = tf.compat.v1.where(rows, x, tf.zeros_like(x))
    i = tf.compat.v1.where(tf.reduce_any(x, axis=1), x, tf.zeros_like(x))
    j = tf.compat.v1.where(tf.equal(rows, 1), x, h)
    x = x[0]
    late = x > 0
    x = x[0]
    return i, j, tf.compat.v1.where(late, x, x + 1)
