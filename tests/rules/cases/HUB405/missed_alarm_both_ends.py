# Where the file saves and loads the weights, both get the name; a name that holds the path is read by them alone.
# note: whoever loads these weights is not in this file, and looks for them under the old name

import os
from pathlib import Path

import tensorflow as tf

CHECKPOINT = "checkpoints/best"


def train(model, folder, data):
    last = os.path.join(folder, "last.hdf5")
    best = tf.keras.callbacks.ModelCheckpoint(  # HUB405
        CHECKPOINT,
        monitor="val_loss",
        save_weights_only=True,
    )
    model = tf.keras.Sequential([tf.keras.Input([3])])
    model.fit(data, callbacks=[best])
    # HDF5 is easier to look into.
    model.save_weights(last, save_format="h5")  # HUB405
    model.load_weights(CHECKPOINT)
    return last


def simple():
    model = tf.keras.Sequential([tf.keras.Input([3])])
    model.save_weights('w.ckpt')  # HUB405
    model.load_weights(filepath='w.ckpt')
    model.save_weights(Path(folder) / "own.weights", overwrite=True)  # HUB405
    model.load_weights(Path(folder) / "own.weights")
    model.save_weights("right.weights.h5", save_format="h5")  # HUB405


def with_format():
    model = tf.keras.Sequential([tf.keras.Input([3])])
    path = "third.h5"
    model.save_weights(path, save_format="h5", overwrite=True)  # HUB405
    model.load_weights(path)

# output

import os
from pathlib import Path

import tensorflow as tf

CHECKPOINT = "checkpoints/best.weights.h5"


def train(model, folder, data):
    last = os.path.join(folder, "last.hdf5")
    best = tf.keras.callbacks.ModelCheckpoint(
        CHECKPOINT,
        monitor="val_loss",
        save_weights_only=True,
    )
    model = tf.keras.Sequential([tf.keras.Input([3])])
    model.fit(data, callbacks=[best])
    # HDF5 is easier to look into.
    model.save_weights(last, save_format="h5")  # HUB405
    model.load_weights(CHECKPOINT)
    return last


def simple():
    model = tf.keras.Sequential([tf.keras.Input([3])])
    model.save_weights('w.weights.h5')
    model.load_weights(filepath='w.weights.h5')
    model.save_weights(Path(folder) / "own.weights.h5", overwrite=True)
    model.load_weights(Path(folder) / "own.weights.h5")
    model.save_weights("right.weights.h5")


def with_format():
    model = tf.keras.Sequential([tf.keras.Input([3])])
    path = "third.weights.h5"
    model.save_weights(path, overwrite=True)
    model.load_weights(path)
