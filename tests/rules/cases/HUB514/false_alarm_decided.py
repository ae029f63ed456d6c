# A program that has said when it runs eagerly.

import tensorflow.compat.v1 as tf

tf.disable_eager_execution()

if __name__ == "__main__":
    tf.get_variable("x", [])
