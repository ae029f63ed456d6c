# `tf.set_random_seed` and `tf.random.set_seed` seed graph and eager execution alike, under two names.

import tensorflow as tf

tf.set_random_seed(1)  # HUB501

# output

import tensorflow as tf

tf.random.set_seed(1)
