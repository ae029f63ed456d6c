# slim by the imports that it is seen with; the name in the file stays.

import tensorflow as tf
import tensorflow.contrib.slim as slim  # HUB507

net = slim.conv2d(x, 64, [3, 3], activation_fn=tf.nn.relu)
with slim.arg_scope([slim.conv2d], padding="SAME"):
    net = slim.max_pool2d(net, [2, 2])

# output

import tensorflow as tf
import tf_slim as slim

net = slim.conv2d(x, 64, [3, 3], activation_fn=tf.nn.relu)
with slim.arg_scope([slim.conv2d], padding="SAME"):
    net = slim.max_pool2d(net, [2, 2])
