# Functions that are not called: passed on, kept in tables, in defaults, as decorators and in annotations.

import tensorflow as tf

table = {"log": tf.log, "ceil": tf.ceil}  # HUB501, HUB501


def layer(x, activation=tf.log_sigmoid, feature: tf.FixedLenFeature = None):  # HUB501, HUB501
    return tf.map_fn(tf.is_nan, activation(x))  # HUB501


@tf.RegisterGradient("Half")
def half(op, gradient):
    return tf.div_no_nan(gradient, 2.0)  # HUB501


class Records(tf.FixedLenFeature):  # HUB501
    pass

# output

import tensorflow as tf

table = {"log": tf.math.log, "ceil": tf.math.ceil}


def layer(x, activation=tf.math.log_sigmoid, feature: tf.io.FixedLenFeature = None):
    return tf.map_fn(tf.math.is_nan, activation(x))


@tf.RegisterGradient("Half")
def half(op, gradient):
    return tf.math.divide_no_nan(gradient, 2.0)


class Records(tf.io.FixedLenFeature):
    pass
