# Functions that count or collect while the graph is built would go on whenever a tf.function is traced anew.
# note: line 18 changes `layers` in a function that the graph is built with, and a tf.function would do so whenever it is traced; change it where the function is called
# note: line 32 changes `names` in a function that the graph is built with, and a tf.function would do so whenever it is traced; change it where the function is called
# note: line 45 changes `params` in a function that the graph is built with, and a tf.function would do so whenever it is traced; change it where the function is called
import numpy as np
import tensorflow as tf

layers = 0
params = []
data = np.ones((2, 3))


def counted():
    """Numbers the layers."""

    def scale(t):
        global layers
        layers += 1
        return tf.multiply(t, 2.0, name="scale%d" % layers)

    x = tf.compat.v1.placeholder(tf.float32, [None, 3])  # HUB102
    y = scale(scale(x))
    with tf.compat.v1.Session() as sess:  # HUB101
        print(sess.run(y, {x: data}), layers)


def collected():
    """Collects in what it is given."""
    found = []

    def scale(t, names):
        names.append("scale")
        return t * 2.0

    x = tf.compat.v1.placeholder(tf.float32, [None, 3])  # HUB102
    y = scale(x, found)
    with tf.compat.v1.Session() as sess:  # HUB101
        print(sess.run(y, {x: data}), found)


def fc(x, name):
    """Makes variables, and notes of them."""
    with tf.compat.v1.variable_scope(name):
        w = tf.compat.v1.get_variable("w", [3, 3])
        params.append(name)
        return tf.matmul(x, w)


def made():
    x = tf.compat.v1.placeholder(tf.float32, [None, 3])  # HUB102
    y = fc(x, "a")
    with tf.compat.v1.Session() as sess:  # HUB101
        sess.run(tf.compat.v1.global_variables_initializer())
        print(sess.run(y, {x: data}), params)
