# In a TensorFlow 2 file these are the TensorFlow 2 functions.

import tensorflow as tf

tf.random.set_seed(1)
a = tf.where(x > 0, x, 0.0)
b = tf.nn.dropout(x, 0.9)
c = tf.saved_model.load("out")
d = tf.random_normal_initializer()(shape=[3])
with tf.summary.create_file_writer("logs").as_default():
    tf.summary.scalar("loss", 0.5, step=1)
small = tf.image.resize(image, [8, 8])
