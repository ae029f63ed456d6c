# A class of the same name, and a parameter called like the package.

import tensorflow as tf


class Adam:
    def __init__(self, lr):
        self.lr = lr


def train(tf):
    return tf.keras.optimizers.Adam(lr=0.1)


Adam(lr=0.1)
