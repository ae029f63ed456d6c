# Every way to bring the functions into a file; the one that freezes stays reported, for a SavedModel is still to be made.
# select: HUB206

import tensorflow
import tensorflow as tf
import tensorflow.compat.v1 as tf1
from tensorflow.compat.v1 import graph_util as old
from tensorflow.compat.v1.graph_util import extract_sub_graph as cut
from tensorflow.python.framework import graph_util
from tensorflow.python.framework.graph_util import convert_variables_to_constants
from tensorflow.python.framework.graph_util_impl import extract_sub_graph
from tensorflow.python.tools import freeze_graph
from tensorflow.python.tools.freeze_graph import freeze_graph as freeze

a = tf.graph_util.convert_variables_to_constants(sess, graph_def, ["y"])  # HUB206
b = tensorflow.graph_util.convert_variables_to_constants(sess, graph_def, ["y"])  # HUB206
c = graph_util.convert_variables_to_constants(sess, graph_def, ["y"])  # HUB206
d = convert_variables_to_constants(sess, graph_def, ["y"])  # HUB206
e = tf1.graph_util.convert_variables_to_constants(sess, graph_def, ["y"])  # HUB206
f = old.convert_variables_to_constants(sess, graph_def, ["y"])  # HUB206
g = tf.graph_util.extract_sub_graph(graph_def, ["y"])  # HUB206
h = extract_sub_graph(graph_def, ["y"])  # HUB206
i = cut(graph_def, ["y"])
j = graph_util.remove_training_nodes(graph_def)  # HUB206
freeze_graph.freeze_graph("in.pb", "", True, "model.ckpt", "y", None, None, "out.pb", True, "")  # HUB206
freeze("in.pb", "", True, "model.ckpt", "y", None, None, "out.pb", True, "")  # HUB206

# output

import tensorflow.compat.v1 as tf1
from tensorflow.compat.v1 import graph_util as old
from tensorflow.compat.v1.graph_util import extract_sub_graph as cut
from tensorflow.python.tools import freeze_graph
from tensorflow.python.tools.freeze_graph import freeze_graph as freeze

a = old.convert_variables_to_constants(sess, graph_def, ["y"])  # HUB206
b = old.convert_variables_to_constants(sess, graph_def, ["y"])  # HUB206
c = old.convert_variables_to_constants(sess, graph_def, ["y"])  # HUB206
d = old.convert_variables_to_constants(sess, graph_def, ["y"])  # HUB206
e = tf1.graph_util.convert_variables_to_constants(sess, graph_def, ["y"])  # HUB206
f = old.convert_variables_to_constants(sess, graph_def, ["y"])  # HUB206
g = cut(graph_def, ["y"])
h = cut(graph_def, ["y"])
i = cut(graph_def, ["y"])
j = old.remove_training_nodes(graph_def)
freeze_graph.freeze_graph("in.pb", "", True, "model.ckpt", "y", None, None, "out.pb", True, "")  # HUB206
freeze("in.pb", "", True, "model.ckpt", "y", None, None, "out.pb", True, "")  # HUB206
