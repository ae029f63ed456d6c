# The layer is the same whatever it is given.

import tensorflow as tf

net = tf.layers.dense(*args, **kwargs)  # HUB510

# output

import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf

net = tf.compat.v1.layers.dense(*args, **kwargs)
