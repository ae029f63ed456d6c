# What stands round an argument that is converted stays.

import tensorflow as tf

with tf.name_scope("net"):
    regularizer = tf.contrib.layers.l2_regularizer(  # HUB507
        # half of it
        scale = 1e-4,  # weight decay
    )
rate = tf.contrib.layers.l2_regularizer(scale=(a + b))  # HUB507
rate = tf.contrib.layers.l2_regularizer(a + b)  # HUB507
rate = tf.contrib.layers.l2_regularizer(scale=-a)  # HUB507

# output

import tensorflow as tf
import tf_slim

with tf.name_scope("net"):
    regularizer = tf_slim.l2_regularizer(
        # half of it
        scale = 1e-4,  # weight decay
    )
rate = tf_slim.l2_regularizer(scale=(a + b))
rate = tf_slim.l2_regularizer(a + b)
rate = tf_slim.l2_regularizer(scale=-a)
