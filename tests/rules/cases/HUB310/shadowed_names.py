# Names that are spelled alike and mean something else.
# select: HUB310

import tensorflow as tf
import tensorflow_hub as hub


class KerasLayer(tf.keras.layers.Layer):
    pass


class Sequential:
    def __init__(self, layers):
        self.layers = layers


def build(hub):
    return tf.keras.Sequential([hub.KerasLayer("published/1")])


def keep(tf):
    return tf.keras.Sequential([hub.KerasLayer("published/1")])


one = tf.keras.Sequential([KerasLayer("published/1")])
two = Sequential([hub.KerasLayer("published/1")])
