# A file that cannot be moved as a whole is its owner's choice: nothing is said of what could be moved.

import tensorflow as tf2
import tensorflow.compat.v1 as tf


def count(path):
    if not tf.gfile.Exists(path):
        tf.logging.warning("There is no %s", path)
    with tf.variable_scope("count"):
        return tf.to_float(tf2.compat.v1.get_variable("n", []))
