# A checkpoint is restored into the variables of the wrapped function, where the path is still what it was.

import os

import tensorflow as tf
import tensorflow.compat.v1 as tf1


def export_latest(checkpoints, export_dir):
    with tf.Graph().as_default():
        x = tf1.placeholder(tf.float32, [None])  # HUB102
        y = x * tf1.get_variable("w", [])
        saver = tf1.train.Saver()
        with tf1.Session() as sess:  # HUB101
            sess.run(tf1.global_variables_initializer())
            # The newest one.
            saver.restore(sess, tf1.train.latest_checkpoint(checkpoints))
            tf1.saved_model.simple_save(sess, export_dir, {"x": x}, {"y": y})  # HUB201


def export_early(checkpoint):
    with tf.Graph().as_default(), tf1.Session() as session:  # HUB101
        x = tf1.placeholder(tf.float32, [None])  # HUB102
        w = tf1.get_variable("w", [])
        checkpoint = os.path.join(checkpoint, "model.ckpt")
        tf1.train.Saver(tf1.global_variables()).restore(session, checkpoint)
        checkpoint = None
        y = x * w
        tf1.saved_model.simple_save(session, "out", {"x": x}, {"y": y})  # HUB201

# output

import os

import tensorflow as tf
import tensorflow.compat.v1 as tf1


def export_latest(checkpoints, export_dir):
    def build_graph(x):
        y = x * tf1.get_variable("w", [])
        return {"y": y}

    graph = tf1.wrap_function(build_graph, [tf.TensorSpec(shape=[None], dtype=tf.float32)])
    # The newest one.
    tf1.train.Saver(graph.variables).restore(None, tf1.train.latest_checkpoint(checkpoints))

    @tf.function(input_signature=[tf.TensorSpec(shape=[None], dtype=tf.float32, name="x")])
    def serving_default(x):
        return graph(x)

    module = tf.Module()
    module.serving_default = serving_default
    module.graph_variables = graph.variables
    tf.saved_model.save(module, export_dir, signatures={"serving_default": serving_default})


def export_early(checkpoint):
    checkpoint = os.path.join(checkpoint, "model.ckpt")
    checkpoint_ = checkpoint
    checkpoint = None

    def build_graph(x):
        w = tf1.get_variable("w", [])
        y = x * w
        return {"y": y}

    graph = tf1.wrap_function(build_graph, [tf.TensorSpec(shape=[None], dtype=tf.float32)])
    tf1.train.Saver(graph.variables).restore(None, checkpoint_)

    @tf.function(input_signature=[tf.TensorSpec(shape=[None], dtype=tf.float32, name="x")])
    def serving_default(x):
        return graph(x)

    module = tf.Module()
    module.serving_default = serving_default
    module.graph_variables = graph.variables
    tf.saved_model.save(module, "out", signatures={"serving_default": serving_default})
