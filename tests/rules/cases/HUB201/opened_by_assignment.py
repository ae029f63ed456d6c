# Graph and session are assigned, entered or handed over, and closed.

import tensorflow as tf
import tensorflow.compat.v1 as tf1


def closed():
    g = tf.Graph()
    with g.as_default():
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x + 1
        sess = tf1.Session(graph=g)  # HUB101
        tf1.saved_model.simple_save(sess, "a", {"x": x}, {"y": y})  # HUB201
        sess.close()


def handed_over():
    graph = tf.Graph()
    with graph.as_default():
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x + 2

    with tf1.Session(graph=graph) as session:  # HUB101
        tf1.saved_model.simple_save(session, "b", {"x": x}, {"y": y})  # HUB201


def interactive():
    tf1.reset_default_graph()
    sess = tf1.InteractiveSession()  # HUB101
    x = tf1.placeholder(tf.float32)  # HUB102
    y = x + 3
    tf1.saved_model.simple_save(sess, "c", {"x": x}, {"y": y})  # HUB201


def own_graph():
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x + 4
        tf1.saved_model.simple_save(sess, "d", {"x": x}, {"y": y})  # HUB201

# output

import tensorflow as tf


def closed():
    @tf.function(input_signature=[tf.TensorSpec(shape=None, dtype=tf.float32, name="x")])
    def serving_default(x):
        y = x + 1
        return {"y": y}

    module = tf.Module()
    module.serving_default = serving_default
    tf.saved_model.save(module, "a", signatures={"serving_default": serving_default})


def handed_over():
    @tf.function(input_signature=[tf.TensorSpec(shape=None, dtype=tf.float32, name="x")])
    def serving_default(x):
        y = x + 2
        return {"y": y}

    module = tf.Module()
    module.serving_default = serving_default
    tf.saved_model.save(module, "b", signatures={"serving_default": serving_default})


def interactive():
    @tf.function(input_signature=[tf.TensorSpec(shape=None, dtype=tf.float32, name="x")])
    def serving_default(x):
        y = x + 3
        return {"y": y}

    module = tf.Module()
    module.serving_default = serving_default
    tf.saved_model.save(module, "c", signatures={"serving_default": serving_default})


def own_graph():
    @tf.function(input_signature=[tf.TensorSpec(shape=None, dtype=tf.float32, name="x")])
    def serving_default(x):
        y = x + 4
        return {"y": y}

    module = tf.Module()
    module.serving_default = serving_default
    tf.saved_model.save(module, "d", signatures={"serving_default": serving_default})
