# A parameter, a local class and a rebound name are not TensorFlow's.

import tensorflow as tf


def run(tf):
    return tf.Session()


class Session:
    pass


def other():
    tf = object()
    return Session(), tf.Session()


tf = None
print(tf.Session)
