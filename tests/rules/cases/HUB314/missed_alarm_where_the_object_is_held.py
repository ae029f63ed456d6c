# The object has a name of its own where the layer is saved, or is had from the layer.
# select: HUB314

import tensorflow as tf
import tensorflow_hub as hub


def by_name(handle, folder):
    loaded = tf.saved_model.load(handle)
    layer = hub.KerasLayer(loaded, trainable=True)
    tf.saved_model.save(
        layer,  # fine-tuned  # HUB314
        folder,
        options=tf.saved_model.SaveOptions(),
    )


def name_taken(handle, folder):
    loaded = hub.load(handle)
    layer = hub.KerasLayer(loaded, trainable=True)
    loaded = None
    tf.saved_model.save(layer, folder)  # HUB314
    return loaded


def by_handle(handle, folder):
    layer = hub.KerasLayer(handle)
    tf.saved_model.save(layer, folder)  # HUB314


class Trainer:
    def __init__(self, handle):
        self.loaded = hub.load(handle)
        self.layer = hub.KerasLayer(self.loaded, trainable=True)

    def export(self, folder):
        tf.saved_model.save(self.layer, folder)  # HUB314

# output

import tensorflow as tf
import tensorflow_hub as hub


def by_name(handle, folder):
    loaded = tf.saved_model.load(handle)
    layer = hub.KerasLayer(loaded, trainable=True)
    tf.saved_model.save(
        loaded,  # fine-tuned
        folder,
        options=tf.saved_model.SaveOptions(),
    )


def name_taken(handle, folder):
    loaded = hub.load(handle)
    layer = hub.KerasLayer(loaded, trainable=True)
    loaded = None
    tf.saved_model.save(layer.resolved_object, folder)
    return loaded


def by_handle(handle, folder):
    layer = hub.KerasLayer(handle)
    tf.saved_model.save(layer.resolved_object, folder)


class Trainer:
    def __init__(self, handle):
        self.loaded = hub.load(handle)
        self.layer = hub.KerasLayer(self.loaded, trainable=True)

    def export(self, folder):
        tf.saved_model.save(self.layer.resolved_object, folder)
