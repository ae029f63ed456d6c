# An import into a function that `wrap_function` makes a graph of is right as it stands, and so is one into a graph that
# a function returns, for others to run.

import tensorflow as tf


def wrap(graph_def, meta_graph):
    def import_graph():
        tf.compat.v1.train.import_meta_graph(meta_graph)

    frozen = tf.compat.v1.wrap_function(lambda: tf.import_graph_def(graph_def, name=""), [])
    return frozen, tf.compat.v1.wrap_function(import_graph, [])


def load_graph(path):
    graph_def = tf.compat.v1.GraphDef()
    with tf.io.gfile.GFile(path, "rb") as f:
        graph_def.ParseFromString(f.read())
    with tf.Graph().as_default() as graph:
        tf.import_graph_def(graph_def, name="prefix")
    return graph
