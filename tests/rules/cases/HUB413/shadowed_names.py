# A layer of the file's own.

import tensorflow as tf


class Dropout:
    def __call__(self, x):
        return x


class Encoder(tf.Module):
    def __init__(self):
        self.drop = Dropout()

    @tf.function
    def __call__(self, x):
        return self.drop(x)
