# A module that registers its functions, or calls others than those that need a graph, decides nothing for the program.

import tensorflow.compat.v1 as tf

from nets import register


def build():
    return tf.placeholder(tf.float32, [None])  # HUB102


class Model:
    def __init__(self, size):
        self.size = size

    def build(self):
        return tf.placeholder(tf.float32, [None, self.size])  # HUB102


register("net", build)
DEFAULT = Model(3)
LATER = lambda: build()  # noqa: E731
