# Arguments that are not written out do not hide the class, but what it runs, and where.
# note: the arguments of the session at line 9 are not written out
# note: line 12 runs something that may depend on variables or on chance, or be no tensor
# ignore: HUB514

import tensorflow as tf

options = ["", None]
with tf.compat.v1.Session(*options) as sess:  # HUB101
    print(sess.run(tf.constant(1)))
with tf.compat.v1.Session() as sess:  # HUB101
    print(sess.run(*options))
