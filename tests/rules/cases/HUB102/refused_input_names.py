# What `tf.function` does not take as the name of an input (each was tried on TensorFlow 2.15 and 2.21).
# note: TensorFlow 2 does not take `lambda` (line 15) as the name of an input
# note: TensorFlow 2 does not take `self` (line 21) as the name of an input
# note: TensorFlow 2 does not take `_x` (line 27) as the name of an input
# note: TensorFlow 2 does not take `entrée` (line 33) as the name of an input
# note: TensorFlow 2 does not take `x:0` (line 39) as the name of an input

import tensorflow as tf
import tensorflow.compat.v1 as tf1


def keyword():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        tf1.saved_model.simple_save(sess, "a", {"lambda": x}, {"y": x + 1})  # HUB201


def own():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        tf1.saved_model.simple_save(sess, "b", {"self": x}, {"y": x + 1})  # HUB201


def underscore():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        tf1.saved_model.simple_save(sess, "c", {"_x": x}, {"y": x + 1})  # HUB201


def accent():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        tf1.saved_model.simple_save(sess, "d", {"entrée": x}, {"y": x + 1})  # HUB201


def tensor():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        tf1.saved_model.simple_save(sess, "e", {"x:0": x}, {"y": x + 1})  # HUB201
