# Who wants to change least gets the names under tf.compat.v1, and has them already.
# target: tf=2.21,level=compat

import tensorflow as tf
from tensorflow.python.tools import freeze_graph

freeze_graph.freeze_graph("in.pb", "", True, "model.ckpt", "y", None, None, "out.pb", True, "")
frozen = tf.compat.v1.graph_util.convert_variables_to_constants(sess, graph_def, ["y"])
cut = tf.graph_util.extract_sub_graph(frozen, ["y"])  # HUB206

# output

import tensorflow as tf
from tensorflow.python.tools import freeze_graph

freeze_graph.freeze_graph("in.pb", "", True, "model.ckpt", "y", None, None, "out.pb", True, "")
frozen = tf.compat.v1.graph_util.convert_variables_to_constants(sess, graph_def, ["y"])
cut = tf.compat.v1.graph_util.extract_sub_graph(frozen, ["y"])
