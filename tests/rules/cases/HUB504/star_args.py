# With `*args` nobody can tell which arguments are given: TensorFlow 1's own function takes them all as they are.

import tensorflow as tf

w = tf.get_variable("w", [3])  # HUB502
a = tf.reduce_sum(*args, keep_dims=True)  # HUB506
b = tf.reduce_sum(x, **{"keep_dims": True})  # HUB506

# output

import tensorflow as tf

w = tf.compat.v1.get_variable("w", [3])
a = tf.compat.v1.reduce_sum(*args, keep_dims=True)
b = tf.compat.v1.reduce_sum(x, **{"keep_dims": True})
