# Held by a model or layer of the file's own it runs, and Keras 3 leaves its weights as they were.
# select: HUB310

import tensorflow as tf
import tensorflow_hub as hub


class Classifier(tf.keras.Model):
    def __init__(self, handle):
        super().__init__()
        self.embed = hub.KerasLayer(handle, trainable=True)  # HUB310
        self.head = tf.keras.layers.Dense(1)

    def call(self, inputs):
        return self.head(self.embed(inputs))


class Embedding(tf.keras.layers.Layer):
    def __init__(self, handle, tuned=True):
        super().__init__()
        self.inner = hub.KerasLayer(handle)  # HUB310
        self.inner.trainable = True

    def call(self, inputs):
        return self.inner(inputs)

# output

import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf
import tensorflow_hub as hub


class Classifier(tf.keras.Model):
    def __init__(self, handle):
        super().__init__()
        self.embed = hub.KerasLayer(handle, trainable=True)
        self.head = tf.keras.layers.Dense(1)

    def call(self, inputs):
        return self.head(self.embed(inputs))


class Embedding(tf.keras.layers.Layer):
    def __init__(self, handle, tuned=True):
        super().__init__()
        self.inner = hub.KerasLayer(handle)
        self.inner.trainable = True

    def call(self, inputs):
        return self.inner(inputs)
