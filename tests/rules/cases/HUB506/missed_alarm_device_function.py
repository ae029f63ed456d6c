# What stands in a parameter may be a function that chooses a device; a text is what TensorFlow 2 takes.

import tensorflow as tf


def tower(device, x):
    with tf.device(device):  # HUB506
        w = tf.get_variable("w", [3])  # HUB502
    with tf.device("/cpu:0"):
        return w * x

# output

import tensorflow as tf


def tower(device, x):
    with tf.compat.v1.device(device):
        w = tf.compat.v1.get_variable("w", [3])
    with tf.device("/cpu:0"):
        return w * x
