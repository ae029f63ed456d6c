# Without an import of the module, the first name that is spelled with all of it carries the finding.

import tensorflow as tf


def mean(values):
    largest = tf.reduce_max(values)
    shifted = tf.compat.v1.to_float(values) / tf.compat.v1.to_float(largest)  # HUB516
    return tf.compat.v1.reduce_mean(shifted, keep_dims=True), tf.compat.v1.nn.relu(shifted)

# output

import tensorflow as tf


def mean(values):
    largest = tf.reduce_max(values)
    shifted = tf.cast(values, tf.float32) / tf.cast(largest, tf.float32)
    return tf.reduce_mean(shifted, keepdims=True), tf.nn.relu(shifted)
