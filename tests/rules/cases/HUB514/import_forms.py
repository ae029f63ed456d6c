# The first name that needs a graph, with the old API imported as `tf`.

import tensorflow.compat.v1 as tf
from tensorflow.python.platform import test


def main():
    x = tf.get_variable("x", [])  # HUB514
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run(tf.assign(x, 1.0))


if __name__ == "__main__":
    main()

# output

import tensorflow.compat.v1 as tf
from tensorflow.python.platform import test

tf.disable_v2_behavior()


def main():
    x = tf.get_variable("x", [])
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run(tf.assign(x, 1.0))


if __name__ == "__main__":
    main()
