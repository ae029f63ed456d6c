# What a parameter or a loop calls `tf` is not the package.

import tensorflow as tf


def build(tf, name):
    return tf.get_variable(name)


w = [tf.get_variable(name) for tf, name in pairs]
v = tf.get_variable("v", [])  # HUB502

# output

import tensorflow as tf


def build(tf, name):
    return tf.get_variable(name)


w = [tf.get_variable(name) for tf, name in pairs]
v = tf.compat.v1.get_variable("v", [])
