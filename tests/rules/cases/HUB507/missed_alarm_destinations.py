# Symbols that are in core under another name.

import tensorflow as tf

a = tf.contrib.layers.xavier_initializer()  # HUB507
b = tf.contrib.layers.l2_regularizer(0.5)  # HUB507
c = tf.contrib.layers.l2_regularizer(scale=rate)  # HUB507
d = tf.contrib.framework.get_or_create_global_step()  # HUB507
e = tf.contrib.metrics.streaming_mean(x)  # HUB507

# output

import tensorflow as tf
import tf_slim

a = tf.compat.v1.glorot_uniform_initializer()
b = tf_slim.l2_regularizer(0.5)
c = tf_slim.l2_regularizer(scale=rate)
d = tf.compat.v1.train.get_or_create_global_step()
e = tf.compat.v1.metrics.mean(x)
