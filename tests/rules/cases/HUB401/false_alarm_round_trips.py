# Files that load what they save: tests, resumed training, models on their way into another format.
# target: tf=2.15

import tensorflow as tf
from tensorflow.keras.models import load_model

NAME = "shared.h5"


def test_same_after_loading(tmp_path, data):
    model = tf.keras.Sequential()
    model.compile("adam", "mse")
    model.save(tmp_path / "model.h5")
    model.save("same.h5")
    assert load_model("same.h5").evaluate(data) == model.evaluate(data)


def by_constant():
    model = tf.keras.Sequential()
    model.compile("adam", "mse")
    model.save(NAME)


def go_on():
    return load_model("shared.h5")


def to_lite(path):
    model = tf.keras.Sequential()
    model.compile("adam", "mse")
    model.save(path, save_format="tf")
    return tf.lite.TFLiteConverter.from_saved_model(path).convert()


def again(folder):
    model = tf.keras.Sequential()
    model.compile("adam", "mse")
    tf.saved_model.save(model, folder)
    return tf.saved_model.load(export_dir=folder)
