# However the layer or model comes about: made, taken from a model, an item or each of its layers.

import keras
import tensorflow as tf
from keras.models import Sequential
from tensorflow.keras import layers as L
from tensorflow.keras.applications import MobileNet


def by_number(base: tf.keras.Model, images):
    dense = L.Dense(1)
    dense(images)
    first = dense.get_output_at(0)  # HUB404
    second = base.get_layer("features").get_input_at(node_index=0)  # HUB404
    third = MobileNet().layers[-2].get_output_at(0)  # HUB404
    fourth = base.get_output_at(0)  # HUB404
    fifth = keras.Sequential([keras.Input([3])]).get_output_at(0)  # HUB404
    sixth = MobileNet().get_input_at(0)  # HUB404
    return first, second, third, fourth, fifth, sixth


def shapes(base: tf.keras.Model):
    print([layer.output_shape for layer in base.layers])  # HUB404
    for layer in base.layers[1:]:
        print(layer.name, layer.input_shape[1:])  # HUB404
    return L.Dense(1).output_shape  # HUB404


class Trainer:
    def __init__(self):
        self.model = Sequential([keras.Input([3])])

    def head(self):
        return keras.Model(self.model.input, self.model.layers[-1].get_output_shape_at(0))  # HUB404, HUB404

# output

import keras
import tensorflow as tf
from keras.models import Sequential
from tensorflow.keras import layers as L
from tensorflow.keras.applications import MobileNet


def by_number(base: tf.keras.Model, images):
    dense = L.Dense(1)
    dense(images)
    first = dense.output
    second = base.get_layer("features").input
    third = MobileNet().layers[-2].output
    fourth = base.outputs[0]
    fifth = keras.Sequential([keras.Input([3])]).outputs[0]
    sixth = MobileNet().input
    return first, second, third, fourth, fifth, sixth


def shapes(base: tf.keras.Model):
    print([layer.output.shape for layer in base.layers])
    for layer in base.layers[1:]:
        print(layer.name, layer.input.shape[1:])
    return L.Dense(1).output.shape


class Trainer:
    def __init__(self):
        self.model = Sequential([keras.Input([3])])

    def head(self):
        return keras.Model(self.model.inputs[0], self.model.layers[-1].output.shape)
