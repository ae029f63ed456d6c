# Programs whose parts are used from elsewhere.
# note: line 23 runs `shared`, which is not a tensor of this program
# note: `factor` is global or nonlocal here, so others may change it
# note: line 40 stands in the body of a class, whose names a function does not see
# note: line 52 uses `y`, which the rewritten block no longer has
# note: the session at line 57 is kept where other code may run it
# note: line 64 uses `sess` in a way that is not followed
# note: line 69 switches TensorFlow 2 behaviour off in the middle of the program
# note: `y` is global or nonlocal here, so others may use it
# select: HUB101, HUB102

import numpy as np
import tensorflow.compat.v1 as tf

from project import OTHER, VALUES, outside


def global_tensor():
    global shared
    x = tf.placeholder(tf.float32)  # HUB102
    shared = x * 2.0
    with tf.Session() as sess:  # HUB101
        print(sess.run(shared, {x: 1.0}))


def global_value():
    def change():
        nonlocal factor
        factor = 3.0

    factor = 2.0
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * factor
    with tf.Session() as sess:  # HUB101
        change()
        print(sess.run(y, {x: 1.0}))


class Body:
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    with tf.Session() as sess:  # HUB101
        print(sess.run(y, {x: 1.0}))


def used_behind():
    if OTHER:
        x = tf.placeholder(tf.float32)  # HUB102
        y = x * 2.0
        with tf.Session() as sess:  # HUB101
            print(sess.run(y, {x: 1.0}))
    return y


class Keeps:
    def __init__(self):
        self.sess = tf.Session()  # HUB101


def leaves():
    x = tf.placeholder(tf.float32)  # HUB102
    with tf.Session() as sess:  # HUB101
        print(sess.run(x * 2.0, {x: 1.0}))
        sess.graph.finalize()


def switched_in_between():
    x = tf.placeholder(tf.float32)  # HUB102
    tf.disable_v2_behavior()
    with tf.Session() as sess:  # HUB101
        print(sess.run(x * 2.0, {x: 1.0}))


def tensor_of_several():
    def change():
        nonlocal y
        y = None

    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    with tf.Session() as sess:  # HUB101
        print(sess.run(y, {x: 1.0}))
        change()
