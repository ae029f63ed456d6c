# TensorFlow's own packages, and those that copied from them, take the function from where it is defined.
# select: HUB102

from tensorflow.python.framework import dtypes
from tensorflow.python.ops import array_ops

first = array_ops.placeholder(dtypes.float32)  # HUB102
second = array_ops.placeholder_with_default([1.0], [None])  # HUB102

# output

from tensorflow.python.framework import dtypes
import tensorflow as tf

first = tf.compat.v1.placeholder(dtypes.float32)  # HUB102
second = tf.compat.v1.placeholder_with_default([1.0], [None])  # HUB102
