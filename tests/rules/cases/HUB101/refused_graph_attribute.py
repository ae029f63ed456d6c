# An eager tensor has no name, no operation and no graph.
# note: line 9 reads `x.name`, which an eager tensor does not have
# ignore: HUB514

import tensorflow as tf

x = tf.constant(1.0)
with tf.compat.v1.Session() as sess:  # HUB101
    print(x.name, sess.run(x))
