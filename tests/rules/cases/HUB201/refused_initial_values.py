# An initial value that depends on a tensor, or that hublint does not see, cannot be made outside the graph.
# note: line 12 makes a variable from `value`, and hublint does not see that it is no tensor
# note: line 27 computes the initial value of a variable with a tensor of the graph
# note: line 36 makes a variable of a value that it is given before
# note: line 44 holds more than one statement, or a comment

import tensorflow as tf
import tensorflow.compat.v1 as tf1


def variable(value):
    return tf.Variable(value)


def handed_on(checkpoint):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32, [None])  # HUB102
        y = x * variable(tf.constant(1.0))
        tf1.train.Saver().restore(sess, checkpoint)
        tf1.saved_model.simple_save(sess, "a", {"x": x}, {"y": y})  # HUB201


def of_another_variable(checkpoint):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32, [None])  # HUB102
        first = tf.Variable(1.0)
        second = tf.Variable(first.initialized_value() * 2.0)
        y = x * first + second
        tf1.train.Saver().restore(sess, checkpoint)
        tf1.saved_model.simple_save(sess, "b", {"x": x}, {"y": y})  # HUB201


def nested(checkpoint):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32, [None])  # HUB102
        with tf1.variable_scope("scope"):
            start = tf.zeros([])
            y = x + tf.Variable(start)
        tf1.train.Saver().restore(sess, checkpoint)
        tf1.saved_model.simple_save(sess, "c", {"x": x}, {"y": y})  # HUB201


def bias():
    start = tf.zeros([])  # none
    return tf.Variable(start)


def commented(checkpoint):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32, [None])  # HUB102
        y = x + bias()
        tf1.train.Saver().restore(sess, checkpoint)
        tf1.saved_model.simple_save(sess, "d", {"x": x}, {"y": y})  # HUB201
