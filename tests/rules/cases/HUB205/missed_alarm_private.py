# TensorFlow's own packages, and those that copied from them, take the functions from where they are defined.
# note: nothing is run in the session after the model is loaded, so what it is for is not to be seen
# select: HUB205

from tensorflow.python.framework import importer
from tensorflow.python.training.saver import import_meta_graph

make = importer.import_graph_def  # HUB205
saver = import_meta_graph("model.meta")  # HUB205

# output

from tensorflow.python.framework import importer
import tensorflow as tf

make = importer.import_graph_def  # HUB205
saver = tf.compat.v1.train.import_meta_graph("model.meta")  # HUB205
