# Other classes of these names, and methods of their own.

import tensorflow as tf
from torch.nn import Sequential


class Net(tf.keras.Model):
    def export(self, path):
        print(path)

    def call(self, inputs):
        return inputs


def keep(tf):
    model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
    model.export("a")


model = Sequential([tf.keras.layers.Dense(1)])
model.export("b")
net = Net()
net.export("c")
