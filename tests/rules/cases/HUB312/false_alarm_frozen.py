# A layer that nobody wants trained may be hidden, which is how it gets into a model of Keras 3.
# select: HUB312

import sys

import tensorflow as tf
import tensorflow_hub as hub

frozen = hub.KerasLayer("published/1")
told = hub.KerasLayer("published/1", trainable=False)
asked = hub.KerasLayer("published/1", trainable=len(sys.argv) > 1)
model = tf.keras.Sequential(
    [
        tf.keras.layers.Lambda(lambda x: frozen(x)),
        tf.keras.layers.Lambda(lambda x: told(x)),
        tf.keras.layers.Lambda(lambda x: asked(x)),
    ]
)
