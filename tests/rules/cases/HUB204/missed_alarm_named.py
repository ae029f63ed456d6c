# The function is reported where it is only named.
# select: HUB204

import tensorflow as tf

load = tf.saved_model.loader.load  # HUB204


def run(sess, function=tf.compat.v1.saved_model.load):  # HUB204
    return function(sess, ["serve"], "model")

# output

import tensorflow as tf

load = tf.compat.v1.saved_model.loader.load  # HUB204


def run(sess, function=tf.compat.v1.saved_model.load):  # HUB204
    return function(sess, ["serve"], "model")
