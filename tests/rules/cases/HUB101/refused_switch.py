# Where it is a condition whether TensorFlow 2 is switched off, nobody knows which of the two the program is for.
# note: line 10 switches TensorFlow 2 behaviour off in the middle of other code
# select: HUB101, HUB102

import tensorflow.compat.v1 as tf

from project import OTHER

if OTHER:
    tf.disable_v2_behavior()


def main():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    with tf.Session() as sess:  # HUB101
        print(sess.run(y, {x: 1.0}))
