# Values, constants and classes: defaults, bases, keywords, `with`.

import tensorflow as tf


class Saver(tf.train.Saver):  # HUB502
    def variables(self, session, key=tf.GraphKeys.GLOBAL_VARIABLES):  # HUB502
        return tf.get_collection(key)  # HUB502


def net(x, initializer=tf.glorot_uniform_initializer()):  # HUB502
    with tf.variable_scope("net", reuse=tf.AUTO_REUSE):  # HUB502, HUB502
        return tf.get_variable("w", [3], initializer=tf.zeros_initializer())  # HUB502

# output

import tensorflow as tf


class Saver(tf.compat.v1.train.Saver):
    def variables(self, session, key=tf.compat.v1.GraphKeys.GLOBAL_VARIABLES):
        return tf.compat.v1.get_collection(key)


def net(x, initializer=tf.compat.v1.glorot_uniform_initializer()):
    with tf.compat.v1.variable_scope("net", reuse=tf.compat.v1.AUTO_REUSE):
        return tf.compat.v1.get_variable("w", [3], initializer=tf.zeros_initializer())
