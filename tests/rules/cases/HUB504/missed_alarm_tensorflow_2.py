# A keyword that TensorFlow 2 refuses is wrong in a TensorFlow 2 file, too.

import tensorflow as tf

tf.random.set_seed(1)
a = tf.reduce_sum(tf.math.log(x), keep_dims=True)  # HUB504
b = tf.argmax(x, dimension=1)  # HUB504

# output

import tensorflow as tf

tf.random.set_seed(1)
a = tf.reduce_sum(tf.math.log(x), keepdims=True)
b = tf.argmax(x, axis=1)
