# A file that could be for either TensorFlow, and calls that mean something in both, is not accused.

import tensorflow as tf

a = tf.where(x > 0)
b = tf.where(x > 0, x, y)
c = tf.saved_model.load("out")
d = tf.image.resize(image, [8, 8])
