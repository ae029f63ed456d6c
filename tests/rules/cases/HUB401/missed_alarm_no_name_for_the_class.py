# The file has no name for Keras itself: the fix imports it, unless the name that it would take is another's.
# target: tf=2.21
# note: the file does not import the `Model` class under a name that is free here

from tensorflow.keras.layers import Dense, Input
from tensorflow.keras.models import Sequential


def train():
    model = Sequential([Input([3]), Dense(1)])
    model.compile("adam", "mse")
    model.save("a.keras")  # HUB401


def busy(tf):
    model = Sequential([Input([3]), Dense(1)])
    model.compile("adam", "mse")
    model.save("b.keras")  # HUB401

# output

from tensorflow.keras.layers import Dense, Input
from tensorflow.keras.models import Sequential
import tensorflow as tf


def train():
    model = Sequential([Input([3]), Dense(1)])
    model.compile("adam", "mse")
    tf.keras.Model(model.inputs, model.outputs).save("a.keras")


def busy(tf):
    model = Sequential([Input([3]), Dense(1)])
    model.compile("adam", "mse")
    model.save("b.keras")  # HUB401
