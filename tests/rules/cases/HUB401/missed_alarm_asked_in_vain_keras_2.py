# Keras 2 refuses `include_optimizer` for `.keras` files, whether there is an optimizer or not.
# target: tf=2.15
# note: the file does not show that the model has inputs and outputs to make an uncompiled `Model` of

import tensorflow as tf


def uncompiled():
    model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
    model.save("a.keras", include_optimizer=False)  # HUB401
    model.save("b.h5", include_optimizer=False)
    model.save("c", include_optimizer=False)


def compiled():
    model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
    model.compile("adam", "mse")
    model.save(filepath="d.keras", include_optimizer=False, overwrite=True)  # HUB401


def unknown(model: tf.keras.Model):
    model.compile("adam", "mse")
    model.save("e.keras", include_optimizer=False)  # HUB401

# output

import tensorflow as tf


def uncompiled():
    model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
    model.save("a.keras")
    model.save("b.h5", include_optimizer=False)
    model.save("c", include_optimizer=False)


def compiled():
    model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
    model.compile("adam", "mse")
    tf.keras.Model(model.inputs, model.outputs).save(filepath="d.keras", overwrite=True)


def unknown(model: tf.keras.Model):
    model.compile("adam", "mse")
    model.save("e.keras", include_optimizer=False)  # HUB401
