# A parameter, a local function and a rebound name are not TensorFlow's.

import tensorflow as tf


def run(tf, graph_def):
    return tf.import_graph_def(graph_def), tf.train.import_meta_graph("model.meta")


def import_graph_def(graph_def):
    return graph_def


import_graph_def(None)
tf = None
print(tf)
