# The old API by every name that it is imported under.

import tensorflow.compat.v1 as tf
from tensorflow.compat import v1
from tensorflow.compat.v1 import get_variable, train

w = get_variable("w", [])
with tf.variable_scope("a", reuse=tf.AUTO_REUSE):
    v1.get_variable("v", [])
train.Saver()
