# The first arguments did not move, and names do not.

import tensorflow as tf

w = tf.compat.v1.get_variable("w", [3])
a = tf.argmax(x, 1)
b = tf.argmax(x, axis=1, name="b")
c = tf.reduce_sum(x, 1, True)
d = tf.gather(x, [1])
