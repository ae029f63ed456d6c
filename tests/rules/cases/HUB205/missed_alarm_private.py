# TensorFlow's own packages, and those that copied from them, take the function from where it is defined.
# note: nothing is run in the session after the model is loaded, so what it is for is not to be seen
# select: HUB205

from tensorflow.python.training import saver
from tensorflow.python.training.saver import import_meta_graph

make = saver.import_meta_graph  # HUB205
restorer = import_meta_graph("model.meta")  # HUB205

# output

import tensorflow as tf

make = tf.compat.v1.train.import_meta_graph  # HUB205
restorer = tf.compat.v1.train.import_meta_graph("model.meta")  # HUB205
