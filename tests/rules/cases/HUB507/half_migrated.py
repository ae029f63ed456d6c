# TensorFlow 2 code beside contrib's: what comes of a name there is the same.

import tensorflow as tf

tf.random.set_seed(1)
regularizer = tf.contrib.layers.l2_regularizer(0.5)  # HUB507
y = tf.where(x > 0, x, 0.0)

# output

import tensorflow as tf
import tf_slim

tf.random.set_seed(1)
regularizer = tf_slim.l2_regularizer(0.5)
y = tf.where(x > 0, x, 0.0)
