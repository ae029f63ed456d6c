# Old keywords; one that is given by its place is left to the old function, which has that place.

import tensorflow as tf

x = tf.get_variable("x", [3, 3])  # HUB502
a = tf.reduce_sum(x, 1, True, "total")
b = tf.reduce_sum(x, 1, None, "total", None, True)  # HUB505
c = tf.argmax(x, dimension=1)  # HUB504

# output

import tensorflow as tf

x = tf.compat.v1.get_variable("x", [3, 3])
a = tf.reduce_sum(x, 1, True, "total")
b = tf.compat.v1.reduce_sum(x, 1, None, "total", None, True)
c = tf.argmax(x, axis=1)
