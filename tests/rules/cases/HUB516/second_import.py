# TensorFlow is imported beside it, under a name that is no longer: that is the one which is left.

import tensorflow as tf
from tensorflow.compat import v1 as tf1  # HUB516


def exists(path):
    return tf1.gfile.Exists(path) or tf1.gfile.Exists(tf1.sysconfig.get_lib())


def half(x):
    return tf1.math.divide(tf.cast(x, tf.float32), tf1.constant(2.0))

# output

import tensorflow as tf


def exists(path):
    return tf.io.gfile.exists(path) or tf.io.gfile.exists(tf.sysconfig.get_lib())


def half(x):
    return tf.math.divide(tf.cast(x, tf.float32), tf.constant(2.0))
