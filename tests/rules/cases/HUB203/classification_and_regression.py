# TensorFlow 2 writes predict signatures only: those of other methods keep their tensors, under the keys of TensorFlow 1.

import tensorflow as tf
import tensorflow.compat.v1 as tf1


def classification():
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.string, [None])  # HUB102
        y = tf.strings.length(x)
        signature = tf1.saved_model.classification_signature_def(x, None, y)  # HUB203
        builder = tf1.saved_model.Builder("a")  # HUB202
        builder.add_meta_graph_and_variables(sess, ["serve"], {"one": signature})
        builder.save()


def regression():
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.string, [None])  # HUB102
        y = tf.strings.length(x)
        signature = tf1.saved_model.regression_signature_def(x, y)  # HUB203
        builder = tf1.saved_model.Builder("b")  # HUB202
        builder.add_meta_graph_and_variables(sess, ["serve"], {"one": signature})
        builder.save()


def by_method():
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.string, [None])  # HUB102
        y = tf.strings.length(x)
        signature = tf1.saved_model.build_signature_def(  # HUB203
            {"inputs": tf1.saved_model.build_tensor_info(x)},  # HUB203
            {"outputs": tf1.saved_model.build_tensor_info(y)},  # HUB203
            tf1.saved_model.signature_constants.REGRESS_METHOD_NAME,
        )
        builder = tf1.saved_model.Builder("c")  # HUB202
        builder.add_meta_graph_and_variables(sess, ["serve"], {"one": signature})
        builder.save()

# output

import tensorflow as tf


def classification():
    @tf.function(input_signature=[tf.TensorSpec(shape=[None], dtype=tf.string, name="inputs")])
    def one(x):
        y = tf.strings.length(x)
        return {"scores": y}

    module = tf.Module()
    module.one = one
    tf.saved_model.save(module, "a", signatures={"one": one})


def regression():
    @tf.function(input_signature=[tf.TensorSpec(shape=[None], dtype=tf.string, name="inputs")])
    def one(x):
        y = tf.strings.length(x)
        return {"outputs": y}

    module = tf.Module()
    module.one = one
    tf.saved_model.save(module, "b", signatures={"one": one})


def by_method():
    @tf.function(input_signature=[tf.TensorSpec(shape=[None], dtype=tf.string, name="inputs")])
    def one(x):
        y = tf.strings.length(x)
        return {"outputs": y}

    module = tf.Module()
    module.one = one
    tf.saved_model.save(module, "c", signatures={"one": one})
