# Where both names are one function, it does not matter what is in `*args`; where arguments moved, it does.

import tensorflow as tf

a = tf.random_uniform(*args)  # HUB501
b = tf.log(*args, **kwargs)  # HUB501
c = tf.to_float(*args)  # HUB501

# output

import tensorflow as tf

a = tf.random.uniform(*args)
b = tf.math.log(*args, **kwargs)
c = tf.compat.v1.to_float(*args)
