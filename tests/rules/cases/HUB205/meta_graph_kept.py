# A meta graph that lives on gets a container for its variables, lest another one with the same names has them too.

import tensorflow as tf


def load(path):
    sess = tf.compat.v1.Session(graph=tf.Graph())  # HUB101
    with sess.graph.as_default():
        saver = tf.compat.v1.train.import_meta_graph(path + ".meta")  # HUB205
        saver.restore(sess, path)

    def predict(value):
        return sess.run("y:0", {"x:0": value})

    return predict

# output

import tensorflow as tf
import uuid


def load(path):
    meta_graph = tf.compat.v1.MetaGraphDef()
    with tf.io.gfile.GFile(path + ".meta", "rb") as file:
        meta_graph.ParseFromString(file.read())

    def import_graph():
        # Reference variables belong to the process: these get a container of their own.
        with tf.compat.v1.get_default_graph().container(uuid.uuid4().hex):
            tf.compat.v1.train.import_meta_graph(meta_graph)

    imported = tf.compat.v1.wrap_function(import_graph, [])
    restore = imported.prune(
        meta_graph.saver_def.filename_tensor_name,
        meta_graph.saver_def.restore_op_name,
    )
    restore(tf.constant(path))
    run_model = imported.prune("x:0", "y:0")

    def predict(value):
        return run_model(tf.constant(value, run_model.inputs[0].dtype)).numpy()

    return predict
