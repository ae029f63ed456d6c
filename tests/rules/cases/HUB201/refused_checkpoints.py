# What is restored has to be all variables, once, and last.
# note: the Saver made at line 17 does not simply restore all variables
# note: line 27 restores a second checkpoint, or from where is not to be seen
# note: line 36 gives the variables their initial values after the checkpoint's
# note: line 45 may make variables that the Saver of line 44 does not know
# note: line 55 runs the graph before it is complete

import tensorflow as tf
import tensorflow.compat.v1 as tf1


def some():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        w = tf1.get_variable("w", [])
        y = x * w
        tf1.train.Saver([w]).restore(sess, "model")
        tf1.saved_model.simple_save(sess, "a", {"x": x}, {"y": y})  # HUB201


def twice():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x * tf1.get_variable("w", [])
        saver = tf1.train.Saver()
        saver.restore(sess, "first")
        saver.restore(sess, "second")
        tf1.saved_model.simple_save(sess, "b", {"x": x}, {"y": y})  # HUB201


def initialized():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x * tf1.get_variable("w", [])
        tf1.train.Saver().restore(sess, "model")
        sess.run(tf1.global_variables_initializer())
        tf1.saved_model.simple_save(sess, "c", {"x": x}, {"y": y})  # HUB201


def unknown_variable():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        w = tf1.get_variable("w", [])
        saver = tf1.train.Saver()
        y = x * w * tf1.get_variable("v", [])
        saver.restore(sess, "model")
        tf1.saved_model.simple_save(sess, "d", {"x": x}, {"y": y})  # HUB201


def before_the_checkpoint():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x * tf1.get_variable("w", [])
        sess.run(tf1.global_variables_initializer())
        print(sess.run(y, {x: 1}))
        tf1.train.Saver().restore(sess, "model")
        tf1.saved_model.simple_save(sess, "e", {"x": x}, {"y": y})  # HUB201

# output

import tensorflow as tf
import tensorflow.compat.v1 as tf1
import tempfile


def some():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        w = tf1.get_variable("w", [])
        y = x * w
        tf1.train.Saver([w]).restore(sess, "model")
        tf1.saved_model.simple_save(sess, "a", {"x": x}, {"y": y})  # HUB201


def twice():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x * tf1.get_variable("w", [])
        saver = tf1.train.Saver()
        saver.restore(sess, "first")
        saver.restore(sess, "second")
        tf1.saved_model.simple_save(sess, "b", {"x": x}, {"y": y})  # HUB201


def initialized():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x * tf1.get_variable("w", [])
        tf1.train.Saver().restore(sess, "model")
        sess.run(tf1.global_variables_initializer())
        tf1.saved_model.simple_save(sess, "c", {"x": x}, {"y": y})  # HUB201


def unknown_variable():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        w = tf1.get_variable("w", [])
        saver = tf1.train.Saver()
        y = x * w * tf1.get_variable("v", [])
        saver.restore(sess, "model")
        tf1.saved_model.simple_save(sess, "d", {"x": x}, {"y": y})  # HUB201


def before_the_checkpoint():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x * tf1.get_variable("w", [])
        sess.run(tf1.global_variables_initializer())
        print(sess.run(y, {x: 1}))
        tf1.train.Saver().restore(sess, "model")
        graph_dir = tempfile.mkdtemp() + "/graph"
        tf1.saved_model.simple_save(sess, graph_dir, {"x": x}, {"y": y})
    module = tf.Module()
    module.graph = tf.saved_model.load(graph_dir)
    tf.saved_model.save(module, "e", signatures=dict(module.graph.signatures))
