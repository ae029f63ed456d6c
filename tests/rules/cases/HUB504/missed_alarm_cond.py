# Branches that are given by the names that `tf.cond` had first.

import tensorflow as tf

y = tf.cond(x > 0, fn1=lambda: x, fn2=lambda: -x)  # HUB504

# output

import tensorflow as tf

y = tf.cond(x > 0, true_fn=lambda: x, false_fn=lambda: -x)
