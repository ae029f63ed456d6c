# tf_slim takes what contrib's function took; where an argument has to be converted, `*args` goes to tf_slim, too.

import tensorflow as tf

y = tf.contrib.layers.conv2d(*args, **kwargs)  # HUB507
r = tf.contrib.layers.l2_regularizer(*args)  # HUB507
s = tf.contrib.layers.l2_regularizer(0.1)  # HUB507

# output

import tf_slim

y = tf_slim.conv2d(*args, **kwargs)
r = tf_slim.l2_regularizer(*args)
s = tf_slim.l2_regularizer(0.1)
