# A default, a sparse tensor, a second name and an unused placeholder have no plain argument to become.
# note: the input `x` at line 18 is computed or sparse, and no plain placeholder
# note: the placeholder `x` is an input under two names
# note: the placeholder at line 31 is needed but is not an input of the signature
# note: the placeholder at line 38 has no dtype
# note: the input `x` at line 47 is computed or sparse, and no plain placeholder
# note: `x` is not made in this block
# note: the input `x` at line 59 is not a placeholder of this block

import tensorflow as tf
import tensorflow.compat.v1 as tf1


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


def parameter(x):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        y = x + 1
        tf1.saved_model.simple_save(sess, "h", {"x": x}, {"y": y})  # HUB201


def attribute(model):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        y = tf.constant(1.0)
        tf1.saved_model.simple_save(sess, "i", {"x": model.x}, {"y": y})  # HUB201
