# Inputs and outputs have to be written out, with constant names; the rest has to be there, and no init op.
# note: line 18 has an op run when the model is loaded, which a tf.Module has no place for
# note: an argument of simple_save is missing
# note: the inputs or outputs at line 30 are not a dict that is written out
# note: an input or output at line 36 has no constant name
# note: an input or output at line 42 has no constant name
# note: the output `y` at line 48 is not computed in this block
# note: the export folder is computed by the graph
# note: the arguments of simple_save are not written out

import tensorflow as tf
import tensorflow.compat.v1 as tf1


def init_op():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        tf1.saved_model.simple_save(sess, "a", {"x": x}, {"y": x + 1}, legacy_init_op=tf.group(x + 1))  # HUB201


def missing():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        tf1.saved_model.simple_save(sess, "b", {"x": x})  # HUB201


def built(inputs):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        tf1.saved_model.simple_save(sess, "c", {name: x for name in inputs}, {"y": x + 1})  # HUB201


def unnamed(name):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        tf1.saved_model.simple_save(sess, "d", {name: x}, {"y": x + 1})  # HUB201


def merged(more):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        tf1.saved_model.simple_save(sess, "e", {"x": x}, {"y": x + 1, **more})  # HUB201


def foreign_output(y):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        tf1.saved_model.simple_save(sess, "f", {"x": x}, {"y": y})  # HUB201


def folder():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x + 1
        tf1.saved_model.simple_save(sess, y.name, {"x": x}, {"y": y})  # HUB201


def unpacked(arguments):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        tf1.saved_model.simple_save(sess, "g", **arguments)  # HUB201
