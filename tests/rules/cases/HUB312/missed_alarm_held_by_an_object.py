# The layer is an attribute.
# target: tf=2.15
# select: HUB312

import tensorflow as tf
import tensorflow_hub as hub


class Trainer:
    def __init__(self, handle):
        self.embed = hub.KerasLayer(handle, trainable=True)
        self.model = tf.keras.Sequential(
            [
                tf.keras.layers.Lambda(lambda x: self.embed(x)),  # text to vectors  # HUB312
                tf.keras.layers.Dense(1),
            ]
        )

# output

import tensorflow as tf
import tensorflow_hub as hub


class Trainer:
    def __init__(self, handle):
        self.embed = hub.KerasLayer(handle, trainable=True)
        self.model = tf.keras.Sequential(
            [
                self.embed,  # text to vectors
                tf.keras.layers.Dense(1),
            ]
        )
