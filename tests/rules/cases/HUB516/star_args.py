# Arguments that are not written out may be some that only TensorFlow 1's function takes.

import tensorflow.compat.v1 as tf
from tensorflow.compat import v1 as tf1  # HUB516

arguments = ([1.0], tf.float64)
print(tf.constant(*arguments))
print(tf1.zeros(*arguments))

# output

import tensorflow.compat.v1 as tf
import tensorflow as tf1

arguments = ([1.0], tf.float64)
print(tf.constant(*arguments))
print(tf1.zeros(*arguments))
