# What a star hides is not seen; what stands beside it is.
# select: HUB310

import tensorflow as tf
import tensorflow_hub as hub


def build(layers, options, handle):
    unseen = tf.keras.Sequential(*layers)
    seen = tf.keras.Sequential([hub.KerasLayer(*handle), *layers])  # HUB310
    named = tf.keras.Sequential(**options)
    return unseen, seen, named, tf.keras.Sequential([hub.KerasLayer(**options)])  # HUB310

# output

import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf
import tensorflow_hub as hub


def build(layers, options, handle):
    unseen = tf.keras.Sequential(*layers)
    seen = tf.keras.Sequential([hub.KerasLayer(*handle), *layers])
    named = tf.keras.Sequential(**options)
    return unseen, seen, named, tf.keras.Sequential([hub.KerasLayer(**options)])
