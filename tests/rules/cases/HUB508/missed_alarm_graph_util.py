# A function of a private module that is public in TensorFlow 1's API alone.

from tensorflow.python.framework import graph_util

on_cpu = graph_util.must_run_on_cpu(node)  # HUB508

# output

import tensorflow as tf

on_cpu = tf.compat.v1.graph_util.must_run_on_cpu(node)
