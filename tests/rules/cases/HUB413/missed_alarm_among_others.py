# One of two layers is told.

import tensorflow as tf


class Encoder(tf.Module):
    def __init__(self):
        self.dense = tf.keras.layers.Dense(4)
        self.norm = tf.keras.layers.BatchNormalization()
        self.drop = tf.keras.layers.Dropout(0.5)  # HUB413

    @tf.function(input_signature=[tf.TensorSpec([None, 3])])
    def __call__(self, x):
        return self.drop(self.norm(self.dense(x), training=False))
