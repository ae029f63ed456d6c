# One and the same function takes any arguments.

from tensorflow.python.ops import math_ops

y = math_ops.matmul(*args)  # HUB508

# output

import tensorflow as tf

y = tf.matmul(*args)
