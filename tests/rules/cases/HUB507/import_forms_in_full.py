# The attribute of the package in full: the package that has it is imported, once.

import tensorflow as tf

net = tf.contrib.layers.flatten(tf.ones([3, 4]))  # HUB507
net = tf.contrib.layers.fully_connected(  # HUB507
    net,
    10,  # digits
    activation_fn=None,
)

# output

import tensorflow as tf
import tf_slim

net = tf_slim.flatten(tf.ones([3, 4]))
net = tf_slim.fully_connected(
    net,
    10,  # digits
    activation_fn=None,
)
