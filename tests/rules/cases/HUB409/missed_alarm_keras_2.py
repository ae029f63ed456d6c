# Keras 2 writes neither a folder nor a `Sequential` as HDF5 of a model without an input.
# target: tf=2.15
# select: HUB409

import tensorflow as tf


class Net(tf.keras.Model):
    def call(self, inputs):
        return inputs


def sequential():
    model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
    model.compile("adam", "mse")
    model.save("a")  # HUB409


def hdf5():
    model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
    model.save("a.h5")  # HUB409


def own():
    net = Net()
    net.save("b", save_format="tf")  # HUB409


def exported():
    net = Net()
    net.export("c")  # HUB409
