# Names that a function rebinds are not the import's; the import stays while something is called like it.

from tensorflow.python.ops import array_ops


def expand(array_ops, x):
    return array_ops.expand_dims(x, 0)


y = array_ops.expand_dims(x, 0)  # HUB508

# output

from tensorflow.python.ops import array_ops
import tensorflow as tf


def expand(array_ops, x):
    return array_ops.expand_dims(x, 0)


y = tf.expand_dims(x, 0)
