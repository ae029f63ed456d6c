# A program that opens a graph of its own.

import tensorflow.compat.v1 as tf

if __name__ == "__main__":
    with tf.Graph().as_default():
        tf.get_variable("x", [])
