# Branches that exclude one another may use the same names, also those of the new code.

import tensorflow as tf
import tensorflow.compat.v1 as tf1


def export(double):
    if double:
        with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
            x = tf1.placeholder(tf.float32, [None])  # HUB102
            y = x * 2
            tf1.saved_model.simple_save(sess, "a", {"x": x}, {"y": y})  # HUB201
    else:
        with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
            x = tf1.placeholder(tf.float32, [None])  # HUB102
            y = x + 1
            tf1.saved_model.simple_save(sess, "b", {"x": x}, {"y": y})  # HUB201
    try:
        with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
            x = tf1.placeholder(tf.float32, [None])  # HUB102
            y = x - 1
            tf1.saved_model.simple_save(sess, "c", {"x": x}, {"y": y})  # HUB201
    except AssertionError:
        print("it exists")

# output

import tensorflow as tf


def export(double):
    if double:
        @tf.function(input_signature=[tf.TensorSpec(shape=[None], dtype=tf.float32, name="x")])
        def serving_default(x):
            y = x * 2
            return {"y": y}

        module = tf.Module()
        module.serving_default = serving_default
        tf.saved_model.save(module, "a", signatures={"serving_default": serving_default})
    else:
        @tf.function(input_signature=[tf.TensorSpec(shape=[None], dtype=tf.float32, name="x")])
        def serving_default(x):
            y = x + 1
            return {"y": y}

        module = tf.Module()
        module.serving_default = serving_default
        tf.saved_model.save(module, "b", signatures={"serving_default": serving_default})
    try:
        @tf.function(input_signature=[tf.TensorSpec(shape=[None], dtype=tf.float32, name="x")])
        def serving_default(x):
            y = x - 1
            return {"y": y}

        module = tf.Module()
        module.serving_default = serving_default
        tf.saved_model.save(module, "c", signatures={"serving_default": serving_default})
    except AssertionError:
        print("it exists")
