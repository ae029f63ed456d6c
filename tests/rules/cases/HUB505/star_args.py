# What is in `*args` cannot be named: the old function takes it.

import tensorflow as tf

w = tf.get_variable("w", [3])  # HUB502
a = tf.argmax(*args)  # HUB506
b = tf.argmax(x, 1, *args)  # HUB506

# output

import tensorflow as tf

w = tf.compat.v1.get_variable("w", [3])
a = tf.compat.v1.argmax(*args)
b = tf.compat.v1.argmax(x, 1, *args)
