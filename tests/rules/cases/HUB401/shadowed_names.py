# Parameters, loops, local classes and assignments that are called as Keras is.
# target: tf=2.15

import tensorflow as tf
from tensorflow.keras.models import Sequential, save_model


def with_parameter(tf):
    model = tf.keras.Sequential()
    model.compile("adam", "mse")
    model.save("out/1")


def with_function(save_model, model):
    model.compile("adam", "mse")
    save_model(model, "out/1")


def with_local_class():
    class Sequential:
        pass

    model = Sequential()
    model.compile("adam", "mse")
    model.save("out/1")


def with_loop(builders):
    for Sequential in builders:
        model = Sequential()
        model.compile("adam", "mse")
        model.save("out/1")


def with_another_model():
    model = Sequential()
    model.compile("adam", "mse")
    model = open("notes")
    model.save("out/1")


def with_assignment(library):
    tf = library
    model = tf.keras.Sequential()
    model.compile("adam", "mse")
    tf.saved_model.save(model, "out/1")
