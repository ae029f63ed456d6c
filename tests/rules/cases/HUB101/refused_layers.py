# Layers that Keras makes otherwise, or of which it is not certain which they are.
# note: line 27 makes a layer in a loop, on a condition or in a lambda; make each in a statement of its own
# note: the arguments of the layer at line 35 are not written out
# note: line 43 makes a layer with `kernel_constraint`, which is not followed
# note: the name of the layer at line 51 is not written out, or is one of several parts
# note: line 59 calls a layer with what is not certainly float32, and Keras would convert it; convert it there with tf.cast
# note: whether the layer at line 67 uses variables again is not written out
# note: line 76 uses the variables of a layer again, and of which, or as what, is not certain
# note: line 85 makes a layer with `rate`, which is fed or computed; use an operation of tf.nn
# note: line 93: `tf.contrib.layers.sparse_initializer` is gone with tf.contrib; replace it first
# note: whether the layer at line 102 is in training is computed in the graph
# note: line 112 uses `training` for more than to tell layers whether they are in training
# note: line 120 makes a layer within other code; make each in a statement of its own
# note: line 129 runs something that is not certainly one tensor
# select: HUB101, HUB102

import numpy as np
import tensorflow.compat.v1 as tf

from project import SIZE, chosen


def in_a_loop():
    x = tf.placeholder(tf.float32, [None, 3])  # HUB102
    h = x
    for _ in range(3):
        h = tf.layers.dense(h, 3)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(h, {x: [[1.0, 2.0, 3.0]]}))


def unpacked(**options):
    x = tf.placeholder(tf.float32, [None, 3])  # HUB102
    h = tf.layers.dense(x, **options)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(h, {x: [[1.0, 2.0, 3.0]]}))


def constrained():
    x = tf.placeholder(tf.float32, [None, 3])  # HUB102
    h = tf.layers.dense(x, 3, kernel_constraint=tf.nn.relu)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(h, {x: [[1.0, 2.0, 3.0]]}))


def named(name):
    x = tf.placeholder(tf.float32, [None, 3])  # HUB102
    h = tf.layers.dense(x, 3, name="scope/" + name)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(h, {x: [[1.0, 2.0, 3.0]]}))


def wide():
    x = tf.placeholder(tf.float64, [None, 3])  # HUB102
    h = tf.layers.dense(x, 3)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(h, {x: [[1.0, 2.0, 3.0]]}))


def perhaps_again(again):
    x = tf.placeholder(tf.float32, [None, 3])  # HUB102
    h = tf.layers.dense(x, 3, name="h", reuse=again)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(h, {x: [[1.0, 2.0, 3.0]]}))


def again_as_another():
    x = tf.placeholder(tf.float32, [None, 3])  # HUB102
    h = tf.layers.dense(x, 3, name="h")
    h = tf.layers.dense(h, 3, tf.nn.relu, name="h", reuse=True)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(h, {x: [[1.0, 2.0, 3.0]]}))


def fed_setting():
    x = tf.placeholder(tf.float32, [None, 3])  # HUB102
    rate = tf.placeholder(tf.float32)  # HUB102
    h = tf.layers.dropout(tf.layers.dense(x, 3), rate, training=True)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(h, {x: [[1.0, 2.0, 3.0]], rate: 0.5}))


def unknown_setting():
    x = tf.placeholder(tf.float32, [None, 3])  # HUB102
    h = tf.layers.dense(x, 3, kernel_initializer=tf.contrib.layers.sparse_initializer(0.1))
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(h, {x: [[1.0, 2.0, 3.0]]}))


def computed_mode():
    x = tf.placeholder(tf.float32, [None, 3])  # HUB102
    testing = tf.placeholder(tf.bool)  # HUB102
    h = tf.layers.dropout(tf.layers.dense(x, 3), training=tf.logical_not(testing))
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(h, {x: [[1.0, 2.0, 3.0]], testing: False}))


def mode_for_more():
    x = tf.placeholder(tf.float32, [None, 3])  # HUB102
    training = tf.placeholder(tf.bool)  # HUB102
    h = tf.layers.dropout(tf.layers.dense(x, 3), training=training)
    h = tf.cond(training, lambda: h, lambda: 2.0 * h)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(h, {x: [[1.0, 2.0, 3.0]], training: False}))


def within_a_step():
    x = tf.placeholder(tf.float32, [None, 3])  # HUB102
    step = tf.train.AdamOptimizer(0.1).minimize(tf.reduce_sum(tf.layers.dense(x, 3)))
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run(step, {x: [[1.0, 2.0, 3.0]]})


def where_it_is_run():
    x = tf.placeholder(tf.float32, [None, 3])  # HUB102
    with tf.Session() as sess:  # HUB101
        print(sess.run(tf.layers.dropout(x), {x: [[1.0, 2.0, 3.0]]}))
