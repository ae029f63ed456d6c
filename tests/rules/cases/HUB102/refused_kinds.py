# A default, a sparse tensor, a second name and an unused placeholder have no plain argument to become.
# note: the input `x` is no plain placeholder (line 17)
# note: the input `x` is no plain placeholder (line 24)
# note: the placeholder `x` is an input under two names
# note: the placeholder at line 39 is needed but is not an input of the signature
# note: the placeholder at line 46 has no dtype
# note: the input `x` at line 55 is not a placeholder of this block
# note: `x` gets its value at line 60 in a way that is not followed
# note: `x` is not made in this block

import tensorflow as tf
import tensorflow.compat.v1 as tf1


def with_default():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder_with_default([1.0], [None])  # HUB102
        y = x + 1
        tf1.saved_model.simple_save(sess, "a", {"x": x}, {"y": y})  # HUB201


def sparse():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.sparse_placeholder(tf.float32)  # HUB102
        y = tf.sparse.to_dense(x)
        tf1.saved_model.simple_save(sess, "b", {"x": x}, {"y": y})  # HUB201


def twice():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x + 1
        tf1.saved_model.simple_save(sess, "c", {"x": x, "again": x}, {"y": y})  # HUB201


def not_an_input():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        keep = tf1.placeholder(tf.float32)  # HUB102
        y = x * keep
        tf1.saved_model.simple_save(sess, "d", {"x": x}, {"y": y})  # HUB201


def no_dtype():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(shape=[None])  # HUB102
        y = x + 1
        tf1.saved_model.simple_save(sess, "e", {"x": x}, {"y": y})  # HUB201


def expression():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x + 1
        tf1.saved_model.simple_save(sess, "f", {"x": x + 0}, {"y": y})  # HUB201


def unpacked():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x, z = tf1.placeholder(tf.float32), tf1.placeholder(tf.float32)  # HUB102, HUB102
        y = x + z
        tf1.saved_model.simple_save(sess, "g", {"x": x, "z": z}, {"y": y})  # HUB201


def parameter(x):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        y = x + 1
        tf1.saved_model.simple_save(sess, "h", {"x": x}, {"y": y})  # HUB201
