# A parameter called `tf` or `layers`.

import tensorflow as tf


def net(tf, layers):
    return tf.layers.dense(layers.flatten(x))


y = tf.ones([3])
