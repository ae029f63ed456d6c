# A module that is only imported does not decide for the program.

import tensorflow.compat.v1 as tf


def net():
    return tf.get_variable("x", [])
