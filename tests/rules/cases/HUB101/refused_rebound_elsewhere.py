# A name that another function sets may be no tensor any more.
# note: line 17 runs something that may depend on variables or on chance, or be no tensor
# ignore: HUB514

import tensorflow as tf

x = tf.constant(1.0)


def change():
    global x
    x = 3


change()
with tf.compat.v1.Session() as sess:  # HUB101
    print(sess.run(x))
