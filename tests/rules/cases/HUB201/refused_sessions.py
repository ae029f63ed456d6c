# A session from outside, or one that is used for more; and a program that is not all in one block.
# note: the session is not opened by a `with` block that ends it
# note: the session `self.sess` is not opened in this block
# note: the session `sess` is not opened in this block
# note: line 34 uses the session for more than running an output
# note: nothing is run in the session's block, so what it is for is not to be seen
# note: line 49 computes what is exported with the session
# note: the session `tf1.get_default_session()` is not opened in this block

import tensorflow as tf
import tensorflow.compat.v1 as tf1


class Model:
    def __init__(self):
        self.sess = tf1.Session()  # HUB101
        self.x = tf1.placeholder(tf.float32)  # HUB102
        self.y = self.x + 1

    def export(self):
        tf1.saved_model.simple_save(self.sess, "a", {"x": self.x}, {"y": self.y})  # HUB201


def parameter(sess):
    x = tf1.placeholder(tf.float32)  # HUB102
    y = x + 1
    tf1.saved_model.simple_save(sess, "b", {"x": x}, {"y": y})  # HUB201


def used():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x + 1
        print(sess.graph)
        tf1.saved_model.simple_save(sess, "c", {"x": x}, {"y": y})  # HUB201


def conditional(export):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x + 1
        if export:
            tf1.saved_model.simple_save(sess, "d", {"x": x}, {"y": y})  # HUB201


def computed():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        mean = sess.run(tf.reduce_mean([1.0, 2.0]))
        y = x - mean
        tf1.saved_model.simple_save(sess, "e", {"x": x}, {"y": y})  # HUB201


def default(x, y):
    tf1.saved_model.simple_save(tf1.get_default_session(), "f", {"x": x}, {"y": y})  # HUB201

# output

import tensorflow as tf
import tensorflow.compat.v1 as tf1
import tempfile


class Model:
    def __init__(self):
        self.sess = tf1.Session()  # HUB101
        self.x = tf1.placeholder(tf.float32)  # HUB102
        self.y = self.x + 1

    def export(self):
        tf1.saved_model.simple_save(self.sess, "a", {"x": self.x}, {"y": self.y})  # HUB201


def parameter(sess):
    x = tf1.placeholder(tf.float32)  # HUB102
    y = x + 1
    tf1.saved_model.simple_save(sess, "b", {"x": x}, {"y": y})  # HUB201


def used():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x + 1
        print(sess.graph)
        graph_dir = tempfile.mkdtemp() + "/graph"
        tf1.saved_model.simple_save(sess, graph_dir, {"x": x}, {"y": y})
    module = tf.Module()
    module.graph = tf.saved_model.load(graph_dir)
    tf.saved_model.save(module, "c", signatures=dict(module.graph.signatures))


def conditional(export):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x + 1
        if export:
            tf1.saved_model.simple_save(sess, "d", {"x": x}, {"y": y})  # HUB201


def computed():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        mean = sess.run(tf.reduce_mean([1.0, 2.0]))
        y = x - mean
        graph_dir = tempfile.mkdtemp() + "/graph"
        tf1.saved_model.simple_save(sess, graph_dir, {"x": x}, {"y": y})
    module = tf.Module()
    module.graph = tf.saved_model.load(graph_dir)
    tf.saved_model.save(module, "e", signatures=dict(module.graph.signatures))


def default(x, y):
    tf1.saved_model.simple_save(tf1.get_default_session(), "f", {"x": x}, {"y": y})  # HUB201
