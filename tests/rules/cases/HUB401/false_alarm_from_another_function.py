# Whoever gives the model away may have compiled it or not: where it is saved that is not to be seen.
# target: tf=2.15

import tensorflow as tf


def make():
    model = tf.keras.Sequential()
    model.compile("adam", "mse")
    return model


def train(data):
    model = make()
    model.fit(data)
    model.save("out/1")


def publish(model: tf.keras.Model):
    model.save("out/1")
    tf.keras.models.save_model(model, "out/2")


def compile_it(model: tf.keras.Model):
    model.compile("adam", "mse")


class Trainer:
    def __init__(self):
        self.model = tf.keras.Sequential()
        self.model.compile("adam", "mse")


class Publisher:
    def __init__(self, model):
        self.model = model

    def publish(self):
        self.model.save("out/1")
