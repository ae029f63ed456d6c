# Variables are made by `wrap_function`: with their initial values, in scopes, and behind a call that hublint cannot see into.

import tensorflow as tf
import tensorflow.compat.v1 as tf1
from project import network

with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
    x = tf1.placeholder(tf.float32, [None, 3])  # HUB102
    with tf1.variable_scope("layer", reuse=tf1.AUTO_REUSE):
        w = tf1.get_variable("w", [3, 2])
    y = tf.matmul(x, w)
    init = tf1.global_variables_initializer()
    sess.run(init)
    tf1.saved_model.simple_save(sess, "initial", {"x": x}, {"y": y})  # HUB201

with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
    x = tf1.placeholder(tf.float32, [None, 3])  # HUB102
    with tf1.name_scope("tower"):
        y = network(x, training=False)
    sess.run([tf1.global_variables_initializer(), tf1.local_variables_initializer()])
    print(sess.run(y, {x: [[1, 2, 3]]}))
    tf1.saved_model.simple_save(sess, "unseen", {"x": x}, {"y": y})  # HUB201

# output

import tensorflow as tf
import tensorflow.compat.v1 as tf1
from project import network


def build_graph(x):
    with tf1.variable_scope("layer", reuse=tf1.AUTO_REUSE):
        w = tf1.get_variable("w", [3, 2])
    y = tf.matmul(x, w)
    return {"y": y}


graph = tf1.wrap_function(build_graph, [tf.TensorSpec(shape=[None, 3], dtype=tf.float32)])


@tf.function(input_signature=[tf.TensorSpec(shape=[None, 3], dtype=tf.float32, name="x")])
def serving_default(x):
    return graph(x)


module = tf.Module()
module.serving_default = serving_default
module.graph_variables = graph.variables
tf.saved_model.save(module, "initial", signatures={"serving_default": serving_default})


def build_graph(x):
    with tf1.name_scope("tower"):
        y = network(x, training=False)
    return {"y": y}


graph = tf1.wrap_function(build_graph, [tf.TensorSpec(shape=[None, 3], dtype=tf.float32)])


@tf.function(input_signature=[tf.TensorSpec(shape=[None, 3], dtype=tf.float32, name="x")])
def serving_default(x):
    return graph(x)


print(serving_default(tf.constant([[1, 2, 3]], tf.float32))["y"].numpy())
module = tf.Module()
module.serving_default = serving_default
module.graph_variables = graph.variables
tf.saved_model.save(module, "unseen", signatures={"serving_default": serving_default})
