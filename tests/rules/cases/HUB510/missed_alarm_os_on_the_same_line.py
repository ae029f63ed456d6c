# `os` that is imported with TensorFlow, and not before it, is not there yet where the switch is set.

import tensorflow as tf, os

net = tf.layers.dense(x, 10)  # HUB510
print(os.getcwd())

# output

import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf, os

net = tf.compat.v1.layers.dense(x, 10)
print(os.getcwd())
