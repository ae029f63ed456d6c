# Each way in which Keras 3 refuses the layer: listed, added, wrapped, called with a model's tensors.
# select: HUB310

import tensorflow as tf
import tensorflow_hub as hub

HANDLE = "https://tfhub.dev/google/nnlm-en-dim128/2"


def listed():
    layers = [hub.KerasLayer(HANDLE), tf.keras.layers.Dense(1)]  # HUB310
    return tf.keras.Sequential(layers)


def added():
    embed = hub.KerasLayer(HANDLE, trainable=True)  # HUB310
    model = tf.keras.models.Sequential()
    model.add(embed)
    return model


def wrapped(inputs):
    return tf.keras.layers.TimeDistributed(hub.KerasLayer(HANDLE))(inputs)  # HUB310


def called():
    text = tf.keras.Input((), dtype=tf.string)
    preprocess = hub.KerasLayer("https://tfhub.dev/tensorflow/bert_en_uncased_preprocess/3")  # HUB310
    encoder_inputs = preprocess(text)
    encoder = hub.KerasLayer("https://tfhub.dev/tensorflow/bert_en_uncased_L-2_H-128_A-2/2", trainable=True)  # HUB310
    pooled = encoder(encoder_inputs)["pooled_output"]
    return tf.keras.Model(text, tf.keras.layers.Dense(1)(pooled))


def called_behind_a_layer():
    image = tf.keras.layers.Input((224, 224, 3))
    scaled = tf.keras.layers.Rescaling(1 / 255)(image)
    return hub.KerasLayer(HANDLE)({"image": scaled})  # HUB310


def called_behind_a_model(base: tf.keras.Model):
    return hub.KerasLayer(HANDLE)([base.output])  # HUB310


def made_by_a_function():
    def embedding():
        return hub.KerasLayer(HANDLE)  # HUB310

    return tf.keras.Sequential([embedding(), tf.keras.layers.Dense(1)])


def called_with_a_dictionary():
    video = tf.keras.layers.Input((None, None, None, 3))
    encoder = hub.KerasLayer("https://tfhub.dev/tensorflow/movinet/a0/base/kinetics-600/classification/3")  # HUB310
    return tf.keras.Model(video, encoder(dict(image=video)))

# output

import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf
import tensorflow_hub as hub

HANDLE = "https://tfhub.dev/google/nnlm-en-dim128/2"


def listed():
    layers = [hub.KerasLayer(HANDLE), tf.keras.layers.Dense(1)]
    return tf.keras.Sequential(layers)


def added():
    embed = hub.KerasLayer(HANDLE, trainable=True)
    model = tf.keras.models.Sequential()
    model.add(embed)
    return model


def wrapped(inputs):
    return tf.keras.layers.TimeDistributed(hub.KerasLayer(HANDLE))(inputs)


def called():
    text = tf.keras.Input((), dtype=tf.string)
    preprocess = hub.KerasLayer("https://tfhub.dev/tensorflow/bert_en_uncased_preprocess/3")
    encoder_inputs = preprocess(text)
    encoder = hub.KerasLayer("https://tfhub.dev/tensorflow/bert_en_uncased_L-2_H-128_A-2/2", trainable=True)
    pooled = encoder(encoder_inputs)["pooled_output"]
    return tf.keras.Model(text, tf.keras.layers.Dense(1)(pooled))


def called_behind_a_layer():
    image = tf.keras.layers.Input((224, 224, 3))
    scaled = tf.keras.layers.Rescaling(1 / 255)(image)
    return hub.KerasLayer(HANDLE)({"image": scaled})


def called_behind_a_model(base: tf.keras.Model):
    return hub.KerasLayer(HANDLE)([base.output])


def made_by_a_function():
    def embedding():
        return hub.KerasLayer(HANDLE)

    return tf.keras.Sequential([embedding(), tf.keras.layers.Dense(1)])


def called_with_a_dictionary():
    video = tf.keras.layers.Input((None, None, None, 3))
    encoder = hub.KerasLayer("https://tfhub.dev/tensorflow/movinet/a0/base/kinetics-600/classification/3")
    return tf.keras.Model(video, encoder(dict(image=video)))
