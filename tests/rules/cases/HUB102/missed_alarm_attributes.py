# Placeholders that are kept in attributes, dicts, defaults and comprehensions.

import tensorflow as tf


class Model:
    def __init__(self, make=tf.compat.v1.placeholder):  # HUB102
        self.x = tf.placeholder(tf.float32, [None])  # HUB102
        self.more = {"y": tf.placeholder(tf.float32)}  # HUB102
        self.list = [tf.placeholder(tf.int32) for _ in range(3)]  # HUB102

# output

import tensorflow as tf


class Model:
    def __init__(self, make=tf.compat.v1.placeholder):  # HUB102
        self.x = tf.compat.v1.placeholder(tf.float32, [None])  # HUB102
        self.more = {"y": tf.compat.v1.placeholder(tf.float32)}  # HUB102
        self.list = [tf.compat.v1.placeholder(tf.int32) for _ in range(3)]  # HUB102
