# A position that TensorFlow 1 had for an old keyword is named, and only that.

import tensorflow as tf

a = tf.reduce_sum(x, 1, True, "total")
b = tf.reduce_sum(x, 1, None, "total", None, True)  # HUB504
c = tf.argmax(x, dimension=1)  # HUB504

# output

import tensorflow as tf

a = tf.reduce_sum(x, 1, True, "total")
b = tf.compat.v1.reduce_sum(x, 1, None, "total", None, True)
c = tf.argmax(x, axis=1)
