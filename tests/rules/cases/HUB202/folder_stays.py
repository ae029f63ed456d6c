# What the builder is told stays where it was said, if it could be another folder later.

import tensorflow as tf
import tensorflow.compat.v1 as tf1
from project import next_folder


def export(folder):
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        builder = tf1.saved_model.Builder(folder)  # HUB202
        folder = None
        x = tf1.placeholder(tf.float32)  # HUB102
        signature = tf1.saved_model.predict_signature_def({"x": x}, {"y": x + 1})  # HUB203
        builder.add_meta_graph_and_variables(sess, ["serve"], {"serving_default": signature})
        builder.save()


def export_next():
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        builder = tf1.saved_model.Builder(  # HUB202
            next_folder(
                "out"))
        print("exporting")
        x = tf1.placeholder(tf.float32)  # HUB102
        signature = tf1.saved_model.predict_signature_def({"x": x}, {"y": x + 1})  # HUB203
        builder.add_meta_graph_and_variables(sess, ["serve"], {"serving_default": signature})
        builder.save()

# output

import tensorflow as tf
from project import next_folder


def export(folder):
    export_dir = folder
    folder = None

    @tf.function(input_signature=[tf.TensorSpec(shape=None, dtype=tf.float32, name="x")])
    def serving_default(x):
        return {"y": x + 1}

    module = tf.Module()
    module.serving_default = serving_default
    tf.saved_model.save(module, export_dir, signatures={"serving_default": serving_default})


def export_next():
    export_dir = (next_folder(
                    "out"))
    print("exporting")

    @tf.function(input_signature=[tf.TensorSpec(shape=None, dtype=tf.float32, name="x")])
    def serving_default(x):
        return {"y": x + 1}

    module = tf.Module()
    module.serving_default = serving_default
    tf.saved_model.save(module, export_dir, signatures={"serving_default": serving_default})
