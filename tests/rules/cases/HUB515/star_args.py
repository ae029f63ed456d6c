# The dataset comes first, whatever else is given.

import tensorflow as tf

it = tf.data.Dataset.range(3).make_initializable_iterator(*args)  # HUB515

# output

import tensorflow as tf

it = tf.compat.v1.data.make_initializable_iterator(tf.data.Dataset.range(3), *args)
