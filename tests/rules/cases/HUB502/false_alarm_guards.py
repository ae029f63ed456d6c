# Who asks for the version, or catches what is raised, has provided for both.

import tensorflow as tf

if tf.__version__ >= "2":
    config = tf.compat.v1.ConfigProto()
else:
    config = tf.ConfigProto()

try:
    tf.train.Saver
except AttributeError:
    pass

reset = tf.reset_default_graph if hasattr(tf, "reset_default_graph") else tf.compat.v1.reset_default_graph
