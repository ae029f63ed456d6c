# An operation without a value stays where it is run if something stands between, or it is run again or made outside.
# note: line 13 runs something that may depend on variables or on chance, or be no tensor
# note: line 20 runs something that may depend on variables or on chance, or be no tensor
# note: line 26 runs something that may depend on variables or on chance, or be no tensor

import tensorflow as tf


def between():
    with tf.compat.v1.Session() as sess:  # HUB101
        write = tf.io.write_file("black.jpg", "")
        print("before")
        sess.run(write)


def again():
    with tf.compat.v1.Session() as sess:  # HUB101
        write = tf.io.write_file("black.jpg", "")
        for _ in range(3):
            sess.run(write)


def outside():
    write = tf.io.write_file("black.jpg", "")
    with tf.compat.v1.Session() as sess:  # HUB101
        sess.run(write)
