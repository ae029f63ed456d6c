# What a scope is called where no name is given stands behind `or`, since TensorFlow 2 takes one name.

import tensorflow as tf


def loss(values, name=None, scope=None):
    weights = tf.get_variable("weights", [3])  # HUB502
    with tf.name_scope(name, "loss", [values, weights]):  # HUB504
        with tf.name_scope(None, default_name="inner", values=[values]) as inner:  # HUB504
            values = tf.identity(values)
        with tf.name_scope("fixed", "never"):  # HUB504
            values = tf.identity(values)
        with tf.name_scope(  # HUB504
            name=scope,
            default_name="a" + inner,
            values=[values],  # for the graph
        ):
            values = tf.identity(values)
        with tf.name_scope(find(scope), "found", [values]):  # HUB506
            return values * weights

# output

import tensorflow as tf


def loss(values, name=None, scope=None):
    weights = tf.compat.v1.get_variable("weights", [3])
    with tf.name_scope(name or "loss"):
        with tf.name_scope("inner") as inner:
            values = tf.identity(values)
        with tf.name_scope("fixed"):
            values = tf.identity(values)
        with tf.name_scope(
            name=scope or "a" + inner,  # for the graph
        ):
            values = tf.identity(values)
        with tf.compat.v1.name_scope(find(scope), "found", [values]):
            return values * weights
