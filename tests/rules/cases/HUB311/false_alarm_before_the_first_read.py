# `tf.keras` is made when it is first read; a function reads it later.
# select: HUB311

import os

import tensorflow as tf


def build():
    return tf.keras.Sequential([tf.keras.layers.Dense(1)])


os.environ["TF_USE_LEGACY_KERAS"] = "1"
model = build()
