# Functions of the file that compute with tensors which they are not given.
# note: line 14 computes with a tensor that `distance` is not given, for several runs; make it an argument
# note: line 28 changes `last` in a function that the graph is built with, and a tf.function would do so whenever it is traced; change it where the function is called
# select: HUB101, HUB102

import tensorflow.compat.v1 as tf


def for_two_runs():
    x = tf.placeholder(tf.float32)  # HUB102
    y = tf.placeholder(tf.float32)  # HUB102
    doubled = x * 2.0

    def distance(values):
        return tf.reduce_sum(values - doubled)

    with tf.Session() as sess:  # HUB101
        print(sess.run(distance(y), {x: 1.0, y: 2.0}))
        print(sess.run(distance(x), {x: 1.0}))


def with_another_meaning():
    x = tf.placeholder(tf.float32)  # HUB102
    doubled = x * 2.0

    def distance(values):
        global last
        last = values - doubled
        return last

    y = distance(x)
    with tf.Session() as sess:  # HUB101
        print(sess.run(y, {x: 1.0}))
