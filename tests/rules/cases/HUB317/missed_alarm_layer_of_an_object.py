# Every way in which a description of the layer is asked for, and models of each kind.
# target: tf=2.21,keras=tf_keras
# select: HUB317

import tensorflow as tf
import tensorflow_hub as hub

HANDLE = "https://tfhub.dev/google/nnlm-en-dim128/2"


def sequential(folder):
    embed = hub.KerasLayer(hub.load(HANDLE), trainable=True)
    model = tf.keras.Sequential()
    model.add(embed)
    model.add(tf.keras.layers.Dense(1))
    model.save(folder + "/model.keras")  # HUB317


def functional():
    loaded = hub.load(HANDLE)
    text = tf.keras.Input((), dtype=tf.string)
    vectors = hub.KerasLayer(loaded)(text)
    model = tf.keras.Model(text, tf.keras.layers.Dense(1)(vectors))
    return tf.keras.models.clone_model(model)  # HUB317


def described():
    loaded = hub.load(HANDLE)
    # words to vectors
    layer = hub.KerasLayer(loaded)
    return layer.get_config(), layer(["one"])  # HUB317


def as_json():
    loaded = hub.load(HANDLE)
    model = tf.keras.Sequential([hub.KerasLayer(loaded)])
    return model.to_json()  # HUB317

# output

import tensorflow as tf
import tensorflow_hub as hub

HANDLE = "https://tfhub.dev/google/nnlm-en-dim128/2"


def sequential(folder):
    embed = hub.KerasLayer(HANDLE, trainable=True)
    model = tf.keras.Sequential()
    model.add(embed)
    model.add(tf.keras.layers.Dense(1))
    model.save(folder + "/model.keras")


def functional():
    text = tf.keras.Input((), dtype=tf.string)
    vectors = hub.KerasLayer(HANDLE)(text)
    model = tf.keras.Model(text, tf.keras.layers.Dense(1)(vectors))
    return tf.keras.models.clone_model(model)


def described():
    # words to vectors
    layer = hub.KerasLayer(HANDLE)
    return layer.get_config(), layer(["one"])


def as_json():
    model = tf.keras.Sequential([hub.KerasLayer(HANDLE)])
    return model.to_json()
