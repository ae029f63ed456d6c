# Layers by each name, in a Module and a Checkpoint.

import keras
import tensorflow as tf
from tensorflow.keras.layers import BatchNormalization, Dropout as D


class First(tf.Module):
    def __init__(self):
        self.norm = BatchNormalization()  # HUB413
        self.drop = D(0.1)  # HUB413

    @tf.function
    def __call__(self, x):
        return self.drop(self.norm(x))


class Second(tf.train.Checkpoint):
    def __init__(self):
        super().__init__()
        self.noise = keras.layers.GaussianNoise(0.1)  # HUB413

    @tf.function(input_signature=[tf.TensorSpec([None, 3])])
    def __call__(self, x):
        return self.noise(x)
