# A parameter that is called like the package is somebody else's.

import tensorflow as tf


def total(tf, x):
    return tf.reduce_sum(x, keep_dims=True)


def reduce_sum(x, keep_dims):
    return x


a = reduce_sum(x, keep_dims=True)
b = tf.reduce_sum(x, keep_dims=True)  # HUB504

# output

import tensorflow as tf


def total(tf, x):
    return tf.reduce_sum(x, keep_dims=True)


def reduce_sum(x, keep_dims):
    return x


a = reduce_sum(x, keep_dims=True)
b = tf.reduce_sum(x, keepdims=True)
