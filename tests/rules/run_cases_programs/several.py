import numpy as np
import tensorflow as tf
x = tf.placeholder(tf.float32, [None, 4])
a, b = tf.split(x * 2.0, 2, axis=1)
c = tf.reduce_sum(b) + 1.0
with tf.Session() as sess:
    v = np.ones((2, 4))
    print(sess.run(a, {x: v}))
    print(sess.run(c, {x: v}))
    print(sess.run([a, c], {x: v}))
