# Imports of modules by name, and of a function.

from tensorflow.contrib import slim  # HUB507
from tensorflow.contrib import layers as contrib_layers  # HUB507
from tensorflow.contrib.layers import xavier_initializer

net = slim.conv2d(x, 64, [3, 3])
net = contrib_layers.fully_connected(net, 10, weights_initializer=xavier_initializer())  # HUB507

# output

import tf_slim as slim
import tf_slim as contrib_layers
import tensorflow as tf

net = slim.conv2d(x, 64, [3, 3])
net = contrib_layers.fully_connected(net, 10, weights_initializer=tf.compat.v1.glorot_uniform_initializer())
