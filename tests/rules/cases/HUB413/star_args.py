# Layers made from unknown arguments are layers; what a call is given by `**` may say that it trains.

import tensorflow as tf


class Encoder(tf.Module):
    def __init__(self, options):
        self.drop = tf.keras.layers.Dropout(*options)  # HUB413
        self.norm = tf.keras.layers.BatchNormalization(*options)

    @tf.function
    def __call__(self, x):
        x = self.norm(x, **self.how)
        return self.drop(x)
