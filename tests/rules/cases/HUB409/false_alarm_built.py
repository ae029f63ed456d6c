# Models that know their shape, saw data, or may have: they are handed on, asked for something, or made elsewhere.

import tensorflow as tf
from tensorflow.keras import layers


class Net(tf.keras.Model):
    def call(self, inputs):
        return inputs


class Building(Net):
    pass


class BuiltAtOnce(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.build((None, 3))

    def call(self, inputs):
        return inputs


class Functional(tf.keras.Model):
    def __init__(self):
        inputs = tf.keras.Input([3])
        super().__init__(inputs, layers.Dense(1)(inputs))

    def call(self, inputs):
        return inputs


def with_shapes():
    model = tf.keras.Sequential([layers.Dense(1, input_shape=[3])])
    model.export("a")
    model = tf.keras.Sequential([tf.keras.Input([3]), layers.Dense(1)])
    model.export("b")
    words = tf.keras.Sequential([layers.Embedding(10, 4)])
    words.export("c")
    added = tf.keras.Sequential()
    added.add(tf.keras.Input([3]))
    added.export("d")
    built = BuiltAtOnce()
    built.export("e")
    functional = Functional()
    functional.export("f")
    derived = Building()
    derived.export("g")


def seen(data, trainer):
    fitted = tf.keras.Sequential([layers.Dense(1)])
    fitted.fit(data)
    fitted.export("a")
    called = Net()
    called(data)
    called.export("b")
    handed_on = Net()
    trainer.train(handed_on)
    handed_on.export("c")
    full = Net()
    wrapped = [full]
    wrapped[0].fit(data)
    full.export("d")
    built = tf.keras.Sequential([layers.Dense(1)])
    built.build((None, 3))
    built.export("e")


def made_elsewhere(model: tf.keras.Model, deep):
    model.export("a")
    if deep:
        chosen = Net()
    else:
        chosen = tf.keras.applications.MobileNet()
    chosen.export("b")


def perhaps(data, dry):
    model = Net()
    if not dry:
        model.fit(data)
    model.export("a")


def by_a_helper(data):
    model = Net()

    def train():
        model.fit(data)

    train()
    model.export("a")
