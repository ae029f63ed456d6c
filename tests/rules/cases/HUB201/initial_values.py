# In a wrapped function an operation cannot be the initial value of a variable; a function that makes it can.

import numpy as np
import tensorflow as tf
import tensorflow.compat.v1 as tf1

WIDTH = 4


def weight_variable(shape):
    initial = tf1.truncated_normal(shape, stddev=0.1)
    return tf.Variable(initial)


def bias_variable(shape):
    initial = tf.constant(0.1, shape=shape)

    # One for each column.
    return tf.Variable(initial, name="bias")


def by_helpers(checkpoint):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32, [None, 3])  # HUB102
        hidden = tf.nn.relu(tf.matmul(x, weight_variable([3, WIDTH])) + bias_variable([WIDTH]))
        tf1.train.Saver().restore(sess, checkpoint)
        tf1.saved_model.simple_save(sess, "helpers", {"x": x}, {"hidden": hidden})  # HUB201


def in_place(checkpoint):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32, [None, 3])  # HUB102
        w = tf.Variable(tf.zeros([3, WIDTH]), name="w")
        # Chosen by hand.
        start = 0.1 * tf.ones([WIDTH])  # small
        b = tf.Variable(start)
        scale = tf1.get_variable("scale", initializer=tf.constant(2.0))
        shift = tf1.get_variable("shift", [WIDTH], initializer=tf1.zeros_initializer())
        table = tf.Variable(np.ones([WIDTH], np.float32))
        count = tf.Variable(0.0, trainable=False)
        y = (tf.matmul(x, w) + b) * scale + shift * table + count
        tf1.train.Saver().restore(sess, checkpoint)
        tf1.saved_model.simple_save(sess, "in_place", {"x": x}, {"y": y})  # HUB201

# output

import numpy as np
import tensorflow as tf
import tensorflow.compat.v1 as tf1

WIDTH = 4


def weight_variable(shape):
    return tf.Variable(lambda: tf1.truncated_normal(shape, stddev=0.1))


def bias_variable(shape):

    # One for each column.
    return tf.Variable(lambda: tf.constant(0.1, shape=shape), name="bias")


def by_helpers(checkpoint):
    def build_graph(x):
        hidden = tf.nn.relu(tf.matmul(x, weight_variable([3, WIDTH])) + bias_variable([WIDTH]))
        return {"hidden": hidden}

    graph = tf1.wrap_function(build_graph, [tf.TensorSpec(shape=[None, 3], dtype=tf.float32)])
    tf1.train.Saver(graph.variables).restore(None, checkpoint)

    @tf.function(input_signature=[tf.TensorSpec(shape=[None, 3], dtype=tf.float32, name="x")])
    def serving_default(x):
        return graph(x)

    module = tf.Module()
    module.serving_default = serving_default
    module.graph_variables = graph.variables
    tf.saved_model.save(module, "helpers", signatures={"serving_default": serving_default})


def in_place(checkpoint):
    def build_graph(x):
        w = tf.Variable(lambda: tf.zeros([3, WIDTH]), name="w")
        # Chosen by hand.
        b = tf.Variable(lambda: 0.1 * tf.ones([WIDTH]))
        scale = tf1.get_variable("scale", initializer=lambda: tf.constant(2.0))
        shift = tf1.get_variable("shift", [WIDTH], initializer=tf1.zeros_initializer())
        table = tf.Variable(np.ones([WIDTH], np.float32))
        count = tf.Variable(0.0, trainable=False)
        y = (tf.matmul(x, w) + b) * scale + shift * table + count
        return {"y": y}

    graph = tf1.wrap_function(build_graph, [tf.TensorSpec(shape=[None, 3], dtype=tf.float32)])
    tf1.train.Saver(graph.variables).restore(None, checkpoint)

    @tf.function(input_signature=[tf.TensorSpec(shape=[None, 3], dtype=tf.float32, name="x")])
    def serving_default(x):
        return graph(x)

    module = tf.Module()
    module.serving_default = serving_default
    module.graph_variables = graph.variables
    tf.saved_model.save(module, "in_place", signatures={"serving_default": serving_default})
