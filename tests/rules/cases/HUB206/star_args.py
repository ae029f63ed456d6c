# Arguments that are not written out say nothing of the nodes, and the name is written all the same.

import tensorflow as tf

parts = [session, graph_def, ["y"]]
frozen = tf.graph_util.convert_variables_to_constants(*parts)  # HUB206
cut = tf.graph_util.extract_sub_graph(*parts[1:])  # HUB206

# output

import tensorflow as tf

parts = [session, graph_def, ["y"]]
frozen = tf.compat.v1.graph_util.convert_variables_to_constants(*parts)  # HUB206
cut = tf.compat.v1.graph_util.extract_sub_graph(*parts[1:])
