# A function that chooses rows in TensorFlow 1 and broadcasts in TensorFlow 2, by every import.

import tensorflow
import tensorflow as tf
from tensorflow import where as choose

w = tf.get_variable("w", [3])  # HUB502
a = tf.where(rows, w, w)  # HUB506
b = tensorflow.where(rows, w, w)  # HUB506
c = choose(rows, w, w)  # HUB506

# output

import tensorflow as tf

w = tf.compat.v1.get_variable("w", [3])
a = tf.compat.v1.where(rows, w, w)
b = tf.compat.v1.where(rows, w, w)
c = tf.compat.v1.where(rows, w, w)
