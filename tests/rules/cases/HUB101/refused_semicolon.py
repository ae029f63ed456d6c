# Two statements on one line would have to be taken apart.
# note: line 8 holds several statements
# ignore: HUB514

import tensorflow as tf

with tf.compat.v1.Session() as sess:  # HUB101
    x = tf.constant(1.0); print(sess.run(x))
