# Names are put right wherever they stand; what TensorFlow 2 has is TensorFlow 2's.

import tensorflow as tf

tf.random.set_seed(1)
x = tf.random_uniform([3], maxval=tf.reduce_max(tf.math.log(y)))  # HUB501
z = tf.where(tf.is_nan(x), tf.zeros_like(x), x)  # HUB501

# output

import tensorflow as tf

tf.random.set_seed(1)
x = tf.random.uniform([3], maxval=tf.reduce_max(tf.math.log(y)))
z = tf.where(tf.math.is_nan(x), tf.zeros_like(x), x)
