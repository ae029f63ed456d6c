# Parameters and local functions that are not TensorFlow's.

import tensorflow as tf


def convert_variables_to_constants(sess, graph_def, names):
    return graph_def


def freeze(tf, graph_util, sess):
    tf.graph_util.convert_variables_to_constants(sess, sess.graph_def, ["y"])
    return graph_util.extract_sub_graph(sess.graph_def, ["y"])


convert_variables_to_constants(None, tf.constant(1), ["y"])
