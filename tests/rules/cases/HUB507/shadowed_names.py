# A parameter called `slim` or `tf` is somebody else's.

import tensorflow as tf


def net(tf, slim, x):
    tf.contrib.layers.flatten(x)
    return slim.conv2d(x, 64, [3, 3])


y = tf.contrib.layers.flatten(x)  # HUB507

# output

import tensorflow as tf
import tf_slim


def net(tf, slim, x):
    tf.contrib.layers.flatten(x)
    return slim.conv2d(x, 64, [3, 3])


y = tf_slim.flatten(x)
