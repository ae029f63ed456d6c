# Functions that TensorFlow 2 made anew under the old name.

import tensorflow as tf

w = tf.get_variable("w", [3])  # HUB502
model = tf.saved_model.load(sess, ["serve"], "out")  # HUB204
tf.summary.scalar("loss", w)  # HUB506
small = tf.image.resize(image, [8, 8], align_corners=True)  # HUB506

# output

import tensorflow as tf

w = tf.compat.v1.get_variable("w", [3])
model = tf.compat.v1.saved_model.load(sess, ["serve"], "out")  # HUB204
tf.compat.v1.summary.scalar("loss", w)
small = tf.compat.v1.image.resize(image, [8, 8], align_corners=True)
