# Another object than the one in the layer is saved; a layer without a name in the place has none to offer.
# select: HUB314
# note: the layer has no name here

import tensorflow as tf
import tensorflow_hub as hub

HANDLE = "https://tfhub.dev/google/nnlm-en-dim128/2"


def tune(texts, labels):
    loaded_obj = hub.load(HANDLE)
    layer = hub.KerasLayer(HANDLE, trainable=True)
    model = tf.keras.Sequential([layer, tf.keras.layers.Dense(1)])
    model.fit(texts, labels)
    tf.saved_model.save(loaded_obj, "finetuned/1")  # HUB314


def build():
    return tf.keras.Sequential([hub.KerasLayer("published/1", trainable=True)])


def export(folder):
    published = hub.load("published/1")
    tf.saved_model.save(published, folder)  # HUB314

# output

import tensorflow as tf
import tensorflow_hub as hub

HANDLE = "https://tfhub.dev/google/nnlm-en-dim128/2"


def tune(texts, labels):
    loaded_obj = hub.load(HANDLE)
    layer = hub.KerasLayer(HANDLE, trainable=True)
    model = tf.keras.Sequential([layer, tf.keras.layers.Dense(1)])
    model.fit(texts, labels)
    tf.saved_model.save(layer.resolved_object, "finetuned/1")


def build():
    return tf.keras.Sequential([hub.KerasLayer("published/1", trainable=True)])


def export(folder):
    published = hub.load("published/1")
    tf.saved_model.save(published, folder)  # HUB314
