# Who wants to change least gets the names under tf.compat.v1, and has them already.
# target: tf=2.21,level=compat

import tensorflow as tf

frozen = tf.compat.v1.graph_util.convert_variables_to_constants(sess, graph_def, ["y"])
cut = tf.graph_util.extract_sub_graph(frozen, ["y"])  # HUB206

# output

import tensorflow as tf

frozen = tf.compat.v1.graph_util.convert_variables_to_constants(sess, graph_def, ["y"])
cut = tf.compat.v1.graph_util.extract_sub_graph(frozen, ["y"])
