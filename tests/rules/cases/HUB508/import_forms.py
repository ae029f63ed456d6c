# Private modules by every import.

import tensorflow as tf
from tensorflow.python.framework import dtypes, ops
from tensorflow.python.ops import array_ops as arrays
from tensorflow.python.ops.math_ops import reduce_sum
from tensorflow.python.framework.ops import Tensor

a = tf.python.ops.array_ops.expand_dims(x, 0)  # HUB508
b = arrays.expand_dims(x, 0)  # HUB508
c = reduce_sum(x, 1)  # HUB508
d = dtypes.float32  # HUB508
e = isinstance(x, (Tensor, ops.Tensor))  # HUB508, HUB508

# output

import tensorflow as tf

a = tf.expand_dims(x, 0)
b = tf.expand_dims(x, 0)
c = tf.reduce_sum(x, 1)
d = tf.float32
e = isinstance(x, (tf.Tensor, tf.Tensor))
