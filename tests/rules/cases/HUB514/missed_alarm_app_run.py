# `tf.app.run` calls what it is given, wherever it stands.

import tensorflow.compat.v1 as tf


def main(_):
    x = tf.placeholder(tf.float32, [None])  # HUB102, HUB514
    print(x)


tf.app.run(main)

# output

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def main(_):
    x = tf.placeholder(tf.float32, [None])  # HUB102
    print(x)


tf.app.run(main)
