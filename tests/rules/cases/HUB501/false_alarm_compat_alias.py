# A file that makes `tf` the old API means that from there on.

import tensorflow as tf

tf = tf.compat.v1

x = tf.log(tf.random_uniform([3]))
