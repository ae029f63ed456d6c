# The save may be a function's, of a path that ends in `.keras`.

import os

import tensorflow as tf


class Scale(tf.keras.layers.Layer):
    def __init__(self, scale, name=None):
        super().__init__()  # HUB407
        self.scale = scale


def export(folder):
    model = tf.keras.Sequential([tf.keras.layers.Input([3]), Scale(2.0)])
    tf.keras.models.save_model(model, os.path.join(folder, "model.keras"))

# output

import os

import tensorflow as tf


class Scale(tf.keras.layers.Layer):
    def __init__(self, scale, name=None, **kwargs):
        super().__init__(**kwargs)
        self.scale = scale


def export(folder):
    model = tf.keras.Sequential([tf.keras.layers.Input([3]), Scale(2.0)])
    tf.keras.models.save_model(model, os.path.join(folder, "model.keras"))
