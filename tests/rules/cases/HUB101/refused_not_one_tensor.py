# Some operations give several values, None or something that only graphs have; eagerly `.numpy()` would fail.
# note: line 18 runs something that may depend on variables or on chance, or be no tensor
# note: line 20 runs something that may depend on variables or on chance, or be no tensor
# note: line 22 runs something that may depend on variables or on chance, or be no tensor
# note: line 24 runs something that may depend on variables or on chance, or be no tensor
# note: line 26 runs something that may depend on variables or on chance, or be no tensor
# ignore: HUB514

import tensorflow as tf

x = tf.constant([1.0, 1.0, 2.0])
unique = tf.unique(x)
halves = tf.split(x, 3)
gradient = tf.gradients(x * x, x)
variables = tf.compat.v1.trainable_variables()
check = tf.debugging.assert_equal(x, x)
with tf.compat.v1.Session() as sess:  # HUB101
    print(sess.run(unique))
with tf.compat.v1.Session() as sess:  # HUB101
    print(sess.run(halves))
with tf.compat.v1.Session() as sess:  # HUB101
    print(sess.run(gradient))
with tf.compat.v1.Session() as sess:  # HUB101
    print(sess.run(variables))
with tf.compat.v1.Session() as sess:  # HUB101
    sess.run(check)
