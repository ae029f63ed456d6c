# Somebody else's variables.

import tensorflow.compat.v1 as tf


def run(tf):
    tf.get_variable("x", [])


if __name__ == "__main__":
    run(tf)
