# Names of TensorFlow 2, and those that both have with one meaning.

import tensorflow as tf

x = tf.math.log(tf.random.uniform([3]))
y = tf.nn.relu(tf.matmul(x, x)) + tf.ones([3]) * tf.float32.max
z = tf.linalg.inv(tf.eye(3))
with tf.GradientTape() as tape, tf.name_scope("a"):
    tape.watch(x)
