# What else the function does would be lost.
# target: tf=2.15
# select: HUB312
# note: the function does more than to call the layer

import tensorflow as tf
import tensorflow_hub as hub

embed = hub.KerasLayer("published/1", trainable=True)


def squeeze(x):
    return embed(tf.squeeze(x))


one = tf.keras.layers.Lambda(lambda x: embed(tf.squeeze(x)))  # HUB312
two = tf.keras.layers.Lambda(lambda x: embed(x, training=False))  # HUB312
three = tf.keras.layers.Lambda(squeeze)  # HUB312
