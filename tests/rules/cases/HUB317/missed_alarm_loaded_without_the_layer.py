# The same code has written the file.
# target: tf=2.15
# select: HUB317

import os

import tensorflow as tf
import tensorflow_hub as hub

PATH = os.path.join("models", "classifier.keras")


def train():
    inputs = tf.keras.Input((3,))
    features = hub.KerasLayer('published/1')(inputs)
    model = tf.keras.Model(inputs, tf.keras.layers.Dense(1)(features))
    model.save(PATH)


def restore(compiled):
    return tf.keras.models.load_model(  # HUB317
        PATH,
        compile=compiled,
    )


def restore_by_position():
    return tf.keras.models.load_model("models/classifier.keras", None, False)  # HUB317

# output

import os

import tensorflow as tf
import tensorflow_hub as hub

PATH = os.path.join("models", "classifier.keras")


def train():
    inputs = tf.keras.Input((3,))
    features = hub.KerasLayer('published/1')(inputs)
    model = tf.keras.Model(inputs, tf.keras.layers.Dense(1)(features))
    model.save(PATH)


def restore(compiled):
    return tf.keras.models.load_model(
        PATH,
        compile=compiled,
        custom_objects={"KerasLayer": hub.KerasLayer},
    )


def restore_by_position():
    return tf.keras.models.load_model("models/classifier.keras", {"KerasLayer": hub.KerasLayer}, False)
