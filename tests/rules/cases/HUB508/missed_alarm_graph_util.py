# A private module that is still there, and lost the function.

from tensorflow.python.framework import graph_util

frozen = graph_util.convert_variables_to_constants(sess, graph, ["y"])  # HUB508

# output

import tensorflow as tf

frozen = tf.compat.v1.graph_util.convert_variables_to_constants(sess, graph, ["y"])
