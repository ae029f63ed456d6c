# A file that was moved to the old API by name still needs Keras 2.

import tensorflow.compat.v1 as tf

net = tf.layers.dense(x, 10)  # HUB510

# output

import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow.compat.v1 as tf

net = tf.layers.dense(x, 10)
