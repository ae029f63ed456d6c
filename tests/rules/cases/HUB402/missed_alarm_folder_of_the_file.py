# Keras 2 made the folder in which it saved, Keras 3 wants to find it there for a `.keras` file.
# note: the folder of the file has to be made before, and there is no place for that line
# note: the folder of the file has to be made before, and the name `os` has another meaning

import tensorflow as tf

PATH = "trained/second"

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
# Save the entire model.
model.save("saved_model/my_model")  # HUB402
new_model = tf.keras.models.load_model("saved_model/my_model")


def again(model: tf.keras.Model):
    model.save(PATH)  # HUB402
    return tf.keras.models.load_model(PATH)


def at_once(model: tf.keras.Model):
    if model.built: model.save("third/model")  # HUB402
    return tf.keras.models.load_model("third/model")


def in_tmp(model: tf.keras.Model):
    model.save("/tmp/fourth")  # HUB402
    return tf.keras.models.load_model("/tmp/fourth")


def by_another_os(model: tf.keras.Model, os):
    model.save("fifth/model")  # HUB402
    return tf.keras.models.load_model("fifth/model")


def is_there(model: tf.keras.Model):
    tf.io.gfile.makedirs("sixth/models")
    model.save("sixth/models/best")  # HUB402
    return tf.keras.models.load_model("sixth/models/best")

# output

import tensorflow as tf
import os

PATH = "trained/second.keras"

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
# Save the entire model.
os.makedirs("saved_model", exist_ok=True)
model.save("saved_model/my_model.keras")
new_model = tf.keras.models.load_model("saved_model/my_model.keras")


def again(model: tf.keras.Model):
    os.makedirs("trained", exist_ok=True)
    model.save(PATH)
    return tf.keras.models.load_model(PATH)


def at_once(model: tf.keras.Model):
    if model.built: model.save("third/model")  # HUB402
    return tf.keras.models.load_model("third/model")


def in_tmp(model: tf.keras.Model):
    model.save("/tmp/fourth.keras")
    return tf.keras.models.load_model("/tmp/fourth.keras")


def by_another_os(model: tf.keras.Model, os):
    model.save("fifth/model")  # HUB402
    return tf.keras.models.load_model("fifth/model")


def is_there(model: tf.keras.Model):
    tf.io.gfile.makedirs("sixth/models")
    model.save("sixth/models/best.keras")
    return tf.keras.models.load_model("sixth/models/best.keras")
