# Names that are spelled alike and mean something else.
# select: HUB312

import tensorflow as tf
import tensorflow_hub as hub


class Lambda:
    def __init__(self, function):
        self.function = function


embed = hub.KerasLayer("published/1", trainable=True)
one = Lambda(lambda x: embed(x))
two = tf.keras.layers.Lambda(lambda embed: embed(1))


def build(embed):
    return tf.keras.layers.Lambda(lambda x: embed(x))
