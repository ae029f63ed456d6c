# A restore in a condition needs a graph that is complete, a checkpoint that the graph has no part in, and to be the last word.
# note: line 15 restores variables before the graph is complete
# note: line 25 computes with the graph from where it restores
# note: line 34 restores a second checkpoint, or not before the export

import tensorflow as tf
import tensorflow.compat.v1 as tf1


def incomplete(path):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        w = tf1.get_variable("w", [])
        if path:
            tf1.train.Saver().restore(sess, path)
        y = x * w
        tf1.saved_model.simple_save(sess, "a", {"x": x}, {"y": y})  # HUB201


def computed(path):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x * tf1.get_variable("w", [])
        if path:
            tf1.train.Saver().restore(sess, y.name)
        tf1.saved_model.simple_save(sess, "b", {"x": x}, {"y": y})  # HUB201


def initialized(path):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x * tf1.get_variable("w", [])
        if path:
            tf1.train.Saver().restore(sess, path)
        sess.run(tf1.global_variables_initializer())
        tf1.saved_model.simple_save(sess, "c", {"x": x}, {"y": y})  # HUB201
