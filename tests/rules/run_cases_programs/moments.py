import numpy as np
import tensorflow as tf
x = tf.placeholder(tf.float32, [None, 3])
w = tf.Variable(2.0)
mean, variance = tf.nn.moments(x * w, axes=[0])
z = (x - mean) / tf.sqrt(variance + 1.0)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    print(sess.run(mean, {x: np.eye(3)}))
    print(sess.run(z, {x: np.eye(3)}))
