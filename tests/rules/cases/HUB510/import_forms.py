# Layers by every import; the switch is set once, above the first import of TensorFlow.

"""A net."""

import numpy as np
import tensorflow as tf
from tensorflow import layers
from tensorflow.layers import flatten

net = tf.layers.dense(x, 10)  # HUB510
net = layers.dropout(net, 0.5)  # HUB510
net = flatten(net)  # HUB510
print(np.shape(net))

# output

"""A net."""

import numpy as np
import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf

net = tf.compat.v1.layers.dense(x, 10)
net = tf.compat.v1.layers.dropout(net, 0.5)
net = tf.compat.v1.layers.flatten(net)
print(np.shape(net))
