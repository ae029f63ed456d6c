# The name is what moves: any arguments can stay.

import tensorflow as tf

w = tf.get_variable(*args, **kwargs)  # HUB502

# output

import tensorflow as tf

w = tf.compat.v1.get_variable(*args, **kwargs)
