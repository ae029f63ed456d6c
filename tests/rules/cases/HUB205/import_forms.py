# Every way to bring the functions into a file; what runs nothing stays in its graph.
# note: line 16 loads another model, so which one a session runs is not to be seen
# note: line 15 loads another model, so which one a session runs is not to be seen
# select: HUB205

import tensorflow
import tensorflow as tf
import tensorflow.compat.v1 as tf1
from tensorflow import import_graph_def
from tensorflow.train import import_meta_graph
from tensorflow.compat.v1.train import import_meta_graph as import_meta


def run(graph_def, path):
    tf.import_graph_def(graph_def)  # HUB205
    tensorflow.import_graph_def(graph_def)  # HUB205
    tf1.import_graph_def(graph_def)  # HUB205
    import_graph_def(graph_def)  # HUB205
    tf.train.import_meta_graph(path)  # HUB205
    tf.compat.v1.train.import_meta_graph(path)  # HUB205
    import_meta_graph(path)  # HUB205
    import_meta(path)  # HUB205

# output

import tensorflow
import tensorflow as tf
import tensorflow.compat.v1 as tf1
from tensorflow import import_graph_def
from tensorflow.compat.v1.train import import_meta_graph as import_meta


def run(graph_def, path):
    tf.import_graph_def(graph_def)  # HUB205
    tensorflow.import_graph_def(graph_def)  # HUB205
    tf1.import_graph_def(graph_def)  # HUB205
    import_graph_def(graph_def)  # HUB205
    import_meta(path)  # HUB205
    tf.compat.v1.train.import_meta_graph(path)  # HUB205
    import_meta(path)  # HUB205
    import_meta(path)  # HUB205
