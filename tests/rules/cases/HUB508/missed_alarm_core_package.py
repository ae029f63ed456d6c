# TensorFlow 1.15 and 2.0 were a package of this name; no other release has it.

import tensorflow_core as core

y = core.expand_dims(core.log(x), 0)  # HUB508, HUB501

# output

import tensorflow as tf

y = tf.expand_dims(tf.math.log(x), 0)
