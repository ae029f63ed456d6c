# The old API's own dataset has the method.

import tensorflow as tf
import tensorflow.compat.v1 as tf1

a = tf1.data.Dataset.range(3).make_one_shot_iterator()
b = tf.data.Dataset.range(3).make_one_shot_iterator()  # HUB515
c = tf.compat.v1.data.make_one_shot_iterator(dataset)

# output

import tensorflow as tf
import tensorflow.compat.v1 as tf1

a = tf1.data.Dataset.range(3).make_one_shot_iterator()
b = tf1.data.make_one_shot_iterator(tf.data.Dataset.range(3))
c = tf.compat.v1.data.make_one_shot_iterator(dataset)
