# What evaluates tensors in a session that is opened elsewhere is not seen together with it.
# ignore: HUB514
# note: no session is opened beside the graph, so what runs it is not to be seen
# note: nothing that this block builds is run in it, so what it is for is not to be seen

import tensorflow as tf


def evaluate():
    x = tf.compat.v1.placeholder(tf.float32)  # HUB102
    w = tf.Variable(2.0)
    y = w * x
    print(y.eval({x: 1.0}))


with tf.compat.v1.Session():  # HUB101
    evaluate()
