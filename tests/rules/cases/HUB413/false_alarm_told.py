# These can be told, are no models for others, or are Keras models, which Keras traces.

import tensorflow as tf


class Told(tf.train.Checkpoint):
    def __init__(self):
        super().__init__()
        self.drop = tf.keras.layers.Dropout(0.5)

    @tf.function
    def __call__(self, x, training=False):
        return self.drop(x, training=training)


class Untraced(tf.Module):
    def __init__(self):
        self.drop = tf.keras.layers.Dropout(0.5)

    def __call__(self, x):
        return self.drop(x)


class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.drop = tf.keras.layers.Dropout(0.5)

    @tf.function
    def __call__(self, x):
        return self.drop(x)


class Unused(tf.Module):
    def __init__(self):
        self.drop = tf.keras.layers.Dropout(0.5)

    @tf.function
    def __call__(self, x):
        return x

    @tf.function
    def train(self, x):
        return self.drop(x)
