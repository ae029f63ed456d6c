# A name that the file gives to a part of contrib becomes an import.

import tensorflow as tf

slim = tf.contrib.slim  # HUB507
net = slim.conv2d(tf.ones([1, 8, 8, 3]), 64, [3, 3])

# output

import tensorflow as tf

import tf_slim as slim
net = slim.conv2d(tf.ones([1, 8, 8, 3]), 64, [3, 3])
