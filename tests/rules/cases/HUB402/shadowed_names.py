# Objects of other kinds have a `save`.

import tensorflow as tf
from matplotlib import pyplot


class Net(tf.keras.Model):
    def save(self, path, **how):
        print(path)


class Store:
    def save(self, path):
        self.path = path


def keep(tf):
    tf.keras.Sequential().save("a")


Store().save("b")
pyplot.figure().save("c")
Net().save("d", signatures=None)
