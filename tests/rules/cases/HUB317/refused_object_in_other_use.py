# The object is used elsewhere, loaded with more than a handle, or otherwise.
# target: tf=2.15
# select: HUB317
# note: the object is used elsewhere too
# note: the object is loaded with more than a handle
# note: the object is not loaded with `hub.load`
# note: the object is loaded on a line with something else
# note: the handle may be another one where the layer is made
# note: the object is kept elsewhere

import sys

import tensorflow as tf
import tensorflow_hub as hub


def used():
    loaded = hub.load("published/1")
    print(loaded(["one"]))
    tf.keras.Sequential([hub.KerasLayer(loaded)]).save("model.h5")  # HUB317


def with_tags():
    loaded = hub.load("published/1", tags=["serve"])
    tf.keras.Sequential([hub.KerasLayer(loaded)]).save("model.h5")  # HUB317


def by_tensorflow():
    loaded = tf.saved_model.load("published/1")
    tf.keras.Sequential([hub.KerasLayer(loaded)]).save("model.h5")  # HUB317


def with_a_comment():
    loaded = hub.load("published/1")  # from the cache
    tf.keras.Sequential([hub.KerasLayer(loaded)]).save("model.h5")  # HUB317


def computed():
    loaded = hub.load(sys.argv[1])
    tf.keras.Sequential([hub.KerasLayer(loaded)]).save("model.h5")  # HUB317


class Holder:
    def __init__(self):
        self.loaded = hub.load("published/1")

    def store(self):
        tf.keras.Sequential([hub.KerasLayer(self.loaded)]).save("model.h5")  # HUB317
