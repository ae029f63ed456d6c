# A model that another module builds, as in the export of a published architecture.

import architectures
import tensorflow as tf

hub_model = architectures.resnet50(classes=10)
features = hub_model.get_layer(name="top_pool").get_output_at(0)  # HUB404
images = hub_model.layers[0].get_output_at(0)  # HUB404
hub_model = tf.keras.Model(images, features)


class Activations:
    def __init__(self, model):
        self._model = model

    def of(self, name):
        layer = self._model.get_layer(name)
        return layer.get_output_at(0)  # HUB404

    def all(self):
        for layer in self._model.layers[1:]:
            print(layer.get_input_at(0))  # HUB404

# output

import architectures
import tensorflow as tf

hub_model = architectures.resnet50(classes=10)
features = hub_model.get_layer(name="top_pool").output
images = hub_model.layers[0].output
hub_model = tf.keras.Model(images, features)


class Activations:
    def __init__(self, model):
        self._model = model

    def of(self, name):
        layer = self._model.get_layer(name)
        return layer.output

    def all(self):
        for layer in self._model.layers[1:]:
            print(layer.input)
