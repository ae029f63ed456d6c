# However Keras is imported: a `Sequential` without an input, and a model of one's own class.

import keras
import tensorflow as tf
import tensorflow.keras as K
from keras.models import Sequential
from tensorflow.keras import Model, layers


class Net(Model):
    def __init__(self, width):
        super().__init__()
        self.dense = layers.Dense(width)

    def call(self, inputs):
        return self.dense(inputs)


def first():
    model = Sequential([keras.layers.Dense(1)])
    model.export("published/1")  # HUB409


def second():
    model = K.Sequential(layers=[layers.Flatten(), layers.Dense(1)], name="second")
    model.compile("adam", "mse")
    model.save_weights("w.weights.h5")  # HUB409


def third():
    net = Net(3)
    net.compile(optimizer="adam", loss="mse")
    print(net.name)
    net.export("published/2")  # HUB409


model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
for number in range(2):
    inner = tf.keras.Sequential([tf.keras.layers.Dense(1)])
    inner.export(f"published/{number}")  # HUB409
