# A condition that certainly has the shape of a branch, or no dimensions, chooses in both what it chose.

import numpy as np
import tensorflow as tf

w = tf.get_variable("w", [3, 3])  # HUB502
mask = tf.is_nan(w)  # HUB501
largest = tf.reduce_max(w)
a = tf.where(w > 0, w, tf.zeros([3, 3]))
b = tf.where(tf.greater(w, limits), tf.ones_like(w) * np.inf, rest)
c = tf.where(mask, tf.zeros_like(w), w)
d = tf.where(condition=tf.logical_and(mask, others), x=tf.to_float(mask), y=w, name="d")  # HUB501
e = tf.where(tf.equal(largest, 1), table, other_table)
f = tf.where(mask_of(w), -1.0, float("nan"))
g = tf.where(mask, fill, tf.fill(tf.shape(w), 2.0))

# output

import numpy as np
import tensorflow as tf

w = tf.compat.v1.get_variable("w", [3, 3])
mask = tf.math.is_nan(w)
largest = tf.reduce_max(w)
a = tf.where(w > 0, w, tf.zeros([3, 3]))
b = tf.where(tf.greater(w, limits), tf.ones_like(w) * np.inf, rest)
c = tf.where(mask, tf.zeros_like(w), w)
d = tf.where(condition=tf.logical_and(mask, others), x=tf.cast(mask, tf.float32), y=w, name="d")
e = tf.where(tf.equal(largest, 1), table, other_table)
f = tf.where(mask_of(w), -1.0, float("nan"))
g = tf.where(mask, fill, tf.fill(tf.shape(w), 2.0))
