# What stands behind a star may be more than the function.
# target: tf=2.15
# select: HUB312
# note: the `Lambda` has more arguments, which the layer may need too
# note: the function does more than to call the layer

import tensorflow as tf
import tensorflow_hub as hub

embed = hub.KerasLayer("published/1", trainable=True)


def build(more, options):
    one = tf.keras.layers.Lambda(lambda x: embed(x), *more)  # HUB312
    two = tf.keras.layers.Lambda(lambda *x: embed(*x))  # HUB312
    return one, two, tf.keras.layers.Lambda(*more), tf.keras.layers.Lambda(lambda x: embed(x), **options)  # HUB312
