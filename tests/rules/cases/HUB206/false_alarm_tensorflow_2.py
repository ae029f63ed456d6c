# What TensorFlow 2 has of this, and code that asks which TensorFlow it runs on.

import tensorflow as tf
from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

frozen = convert_variables_to_constants_v2(function.get_concrete_function())
tf.io.write_graph(frozen.graph, "export", "frozen.pb", as_text=False)
tf.graph_util.import_graph_def(graph_def, name="")
cut = tf.compat.v1.graph_util.extract_sub_graph(graph_def, ["y"])
try:
    from tensorflow.graph_util import convert_variables_to_constants
except ImportError:
    from tensorflow.compat.v1.graph_util import convert_variables_to_constants
if hasattr(tf, "Session"):
    cut = tf.graph_util.extract_sub_graph(graph_def, ["y"])
