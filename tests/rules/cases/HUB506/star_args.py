# Nobody can tell what is in `*args`: TensorFlow 1's function takes it.

import tensorflow as tf

w = tf.get_variable("w", [3])  # HUB502
a = tf.where(*args)  # HUB506
b = tf.nn.dropout(w, *args)  # HUB506

# output

import tensorflow as tf

w = tf.compat.v1.get_variable("w", [3])
a = tf.compat.v1.where(*args)
b = tf.compat.v1.nn.dropout(w, *args)
