# A file that loads what it saves gets a `.keras` path at both ends; the format is no longer said.

import os

import tensorflow as tf
from tensorflow import keras
from tensorflow.keras.models import load_model

BEST = "models/best"


def train(data):
    model = tf.keras.Sequential([tf.keras.Input([3])])
    best = keras.callbacks.ModelCheckpoint(BEST, save_best_only=True)  # HUB402
    model.fit(data, callbacks=[best])
    # What is best is loaded below.
    return load_model(BEST, compile=False)


def keep(model: keras.Model, folder):
    path = os.path.join(folder, 'last/')
    model.save(path, save_format='tf')  # HUB402
    return keras.models.load_model(path)


def function():
    model = tf.keras.Sequential([tf.keras.Input([3])])
    keras.models.save_model(model, "third", overwrite=True)  # HUB402
    return keras.models.load_model(filepath="third")


def as_hdf5():
    model = tf.keras.Sequential([tf.keras.Input([3])])
    model.save("fourth", save_format="h5")  # HUB402
    return keras.models.load_model("fourth")


def without_traces(model: keras.Model):
    model.save("fifth", save_traces=False)  # HUB402
    return keras.models.load_model("fifth")


def as_keras(model: keras.Model):
    model.save("sixth", save_format="keras")  # HUB402
    return keras.models.load_model("sixth")

# output

import os

import tensorflow as tf
from tensorflow import keras
from tensorflow.keras.models import load_model

BEST = "models/best.keras"


def train(data):
    model = tf.keras.Sequential([tf.keras.Input([3])])
    best = keras.callbacks.ModelCheckpoint(BEST, save_best_only=True)
    model.fit(data, callbacks=[best])
    # What is best is loaded below.
    return load_model(BEST, compile=False)


def keep(model: keras.Model, folder):
    path = os.path.join(folder, 'last.keras')
    model.save(path)
    return keras.models.load_model(path)


def function():
    model = tf.keras.Sequential([tf.keras.Input([3])])
    keras.models.save_model(model, "third.keras", overwrite=True)
    return keras.models.load_model(filepath="third.keras")


def as_hdf5():
    model = tf.keras.Sequential([tf.keras.Input([3])])
    model.save("fourth.h5")
    return keras.models.load_model("fourth.h5")


def without_traces(model: keras.Model):
    model.save("fifth.keras")
    return keras.models.load_model("fifth.keras")


def as_keras(model: keras.Model):
    model.save("sixth.keras")
    return keras.models.load_model("sixth.keras")
