# A parameter and a rebound name are not TensorFlow's.

import tensorflow as tf


def build(tf, placeholder):
    return tf.placeholder(1), placeholder(2)


def local():
    tf = object()
    return tf.placeholder


placeholder = tf.constant
placeholder(3)
