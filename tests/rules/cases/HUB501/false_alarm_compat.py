# Under `tensorflow.compat.v1` the old names are there, whatever that module is called.

import tensorflow.compat.v1 as tf

x = tf.log(tf.random_uniform([3]))
tf.set_random_seed(1)
y = tf.div(x, 2.0)
