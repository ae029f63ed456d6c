# What a line ends with stays.

import tensorflow as tf

x = tf.log(  # HUB501
    tf.ceil(y),  # HUB501
)

# output

import tensorflow as tf

x = tf.math.log(
    tf.math.ceil(y),
)
