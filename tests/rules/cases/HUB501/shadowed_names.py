# A parameter, a local name and an attribute that are called like the package are something else.

import tensorflow as tf


def train(tf):
    return tf.log(1.0)


def frames(log):
    for tf in log:
        yield tf.lgamma(1.0)


class Frame:
    def __init__(self, tf):
        self.tf = tf

    def log(self):
        return self.tf.log(2.0)


x = tf.log(y)  # HUB501

# output

import tensorflow as tf


def train(tf):
    return tf.log(1.0)


def frames(log):
    for tf in log:
        yield tf.lgamma(1.0)


class Frame:
    def __init__(self, tf):
        self.tf = tf

    def log(self):
        return self.tf.log(2.0)


x = tf.math.log(y)
