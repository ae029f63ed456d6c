# The layer is told to be trained afterwards, is made by a function, or in the `Lambda` itself.
# target: tf=2.21,keras=tf_keras
# select: HUB312

import tensorflow as tf
import tensorflow_hub as hub

TUNED = True
embed = hub.KerasLayer("published/1")
embed.trainable = True


def features():
    return hub.KerasLayer("published/2", trainable=TUNED)


both = features()
inputs = tf.keras.Input((3,))
first = tf.keras.layers.Lambda(lambda x: embed(x))(inputs)  # HUB312
second = tf.keras.layers.Lambda(lambda x: both(x))(inputs)  # the published ones  # HUB312
third = tf.keras.layers.Lambda(lambda x: hub.KerasLayer("published/3", trainable=True)(x))(inputs)  # HUB312

# output

import tensorflow as tf
import tensorflow_hub as hub

TUNED = True
embed = hub.KerasLayer("published/1")
embed.trainable = True


def features():
    return hub.KerasLayer("published/2", trainable=TUNED)


both = features()
inputs = tf.keras.Input((3,))
first = embed(inputs)
second = both(inputs)  # the published ones
third = hub.KerasLayer("published/3", trainable=True)(inputs)
