# The package under the usual name, and under one of the author's.

import tensorflow as tf
import tensorflow as flow

x = tf.log(y)  # HUB501
z = flow.lgamma(y)  # HUB501

# output

import tensorflow as tf

x = tf.math.log(y)
z = tf.math.lgamma(y)
