# How a model is made tells whether a new `Model` can be made of it, and of which attributes.
# target: tf=2.21
# note: the file does not show that the model has inputs and outputs to make an uncompiled `Model` of

import tensorflow as tf
from tensorflow.keras import applications
from tensorflow.keras.applications.resnet50 import ResNet50
from tensorflow.keras.models import Model, Sequential, clone_model, model_from_json


def functional():
    x = tf.keras.Input([3])
    model = Model(inputs=x, outputs=tf.keras.layers.Dense(1)(x))
    model.compile("adam", "mse")
    model.save("a.keras")  # HUB401


def architecture():
    model = ResNet50(weights=None)
    model.compile("adam", "mse")
    model.save("b.keras")  # HUB401


def another_architecture():
    model = applications.MobileNetV2(weights=None)
    model.compile("adam", "mse")
    model.save("c.keras")  # HUB401


def added():
    model = Sequential()
    model.add(tf.keras.layers.Dense(1, input_shape=(3,)))
    model.add(tf.keras.layers.Dense(1))
    model.compile("adam", "mse")
    model.save("d.keras")  # HUB401


def fitted(data):
    model = Sequential([tf.keras.layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(data)
    model.save("e.keras")  # HUB401


def called(data):
    model = Sequential([tf.keras.layers.Dense(1)])
    model(data)
    model.compile("adam", "mse")
    model.save("f.keras")  # HUB401


def without_shape():
    model = Sequential([tf.keras.layers.Dense(1)])
    model.compile("adam", "mse")
    model.save("g.keras")  # HUB401


def fitted_perhaps(data, dry):
    model = Sequential([tf.keras.layers.Dense(1)])
    model.compile("adam", "mse")
    if not dry:
        model.fit(data)
    model.save("h.keras")  # HUB401


def one_or_the_other(deep):
    x = tf.keras.Input([3])
    if deep:
        model = Sequential([x, tf.keras.layers.Dense(1)])
    else:
        model = Model(x, tf.keras.layers.Dense(1)(x))
    model.compile("adam", "mse")
    model.save("i.keras")  # HUB401


def copied(original, text):
    model = clone_model(original)
    model.compile("adam", "mse")
    model.save("j.keras")  # HUB401
    model = model_from_json(text)
    model.compile("adam", "mse")
    model.save("k.keras")  # HUB401
    model = Sequential.from_config(text)
    model.compile("adam", "mse")
    model.save("n.keras")  # HUB401
    model = tf.keras.Model.from_config(text)
    model.compile("adam", "mse")
    model.save("o.keras")  # HUB401


class Net(tf.keras.Model):
    def call(self, x):
        return x


def subclassed(data):
    model = Net()
    model.compile("adam", "mse")
    model.fit(data)
    model.save("l.keras")  # HUB401


def annotated(model: tf.keras.Model):
    model.compile("adam", "mse")
    model.save("m.keras")  # HUB401

# output

import tensorflow as tf
from tensorflow.keras import applications
from tensorflow.keras.applications.resnet50 import ResNet50
from tensorflow.keras.models import Model, Sequential, clone_model, model_from_json


def functional():
    x = tf.keras.Input([3])
    model = Model(inputs=x, outputs=tf.keras.layers.Dense(1)(x))
    model.compile("adam", "mse")
    Model(model.input, model.output).save("a.keras")


def architecture():
    model = ResNet50(weights=None)
    model.compile("adam", "mse")
    Model(model.input, model.output).save("b.keras")


def another_architecture():
    model = applications.MobileNetV2(weights=None)
    model.compile("adam", "mse")
    Model(model.input, model.output).save("c.keras")


def added():
    model = Sequential()
    model.add(tf.keras.layers.Dense(1, input_shape=(3,)))
    model.add(tf.keras.layers.Dense(1))
    model.compile("adam", "mse")
    Model(model.inputs, model.outputs).save("d.keras")


def fitted(data):
    model = Sequential([tf.keras.layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(data)
    Model(model.inputs, model.outputs).save("e.keras")


def called(data):
    model = Sequential([tf.keras.layers.Dense(1)])
    model(data)
    model.compile("adam", "mse")
    Model(model.inputs, model.outputs).save("f.keras")


def without_shape():
    model = Sequential([tf.keras.layers.Dense(1)])
    model.compile("adam", "mse")
    model.save("g.keras")  # HUB401


def fitted_perhaps(data, dry):
    model = Sequential([tf.keras.layers.Dense(1)])
    model.compile("adam", "mse")
    if not dry:
        model.fit(data)
    model.save("h.keras")  # HUB401


def one_or_the_other(deep):
    x = tf.keras.Input([3])
    if deep:
        model = Sequential([x, tf.keras.layers.Dense(1)])
    else:
        model = Model(x, tf.keras.layers.Dense(1)(x))
    model.compile("adam", "mse")
    model.save("i.keras")  # HUB401


def copied(original, text):
    model = clone_model(original)
    model.compile("adam", "mse")
    model.save("j.keras")  # HUB401
    model = model_from_json(text)
    model.compile("adam", "mse")
    model.save("k.keras")  # HUB401
    model = Sequential.from_config(text)
    model.compile("adam", "mse")
    model.save("n.keras")  # HUB401
    model = tf.keras.Model.from_config(text)
    model.compile("adam", "mse")
    model.save("o.keras")  # HUB401


class Net(tf.keras.Model):
    def call(self, x):
        return x


def subclassed(data):
    model = Net()
    model.compile("adam", "mse")
    model.fit(data)
    model.save("l.keras")  # HUB401


def annotated(model: tf.keras.Model):
    model.compile("adam", "mse")
    model.save("m.keras")  # HUB401
