# A file that stays with TensorFlow 1's API imports TensorFlow 2's for the class.

import tensorflow.compat.v1 as tf


def weights(given):
    if isinstance(given, tf.Variable):  # HUB506
        return given
    return tf.get_variable("w", initializer=given)

# output

import tensorflow.compat.v1 as tf
import tensorflow


def weights(given):
    if isinstance(given, tensorflow.Variable):
        return given
    return tf.get_variable("w", initializer=given)
