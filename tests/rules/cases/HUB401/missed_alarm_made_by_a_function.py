# A local function that makes the model is looked into, and one that is nested in a method too.
# target: tf=2.21

import tensorflow as tf


def make(width):
    x = tf.keras.Input([width])
    made = tf.keras.Model(x, tf.keras.layers.Dense(1)(x))
    return made


def train(data):
    with tf.distribute.MirroredStrategy().scope():
        model = make(3)
        model.compile("adam", "mse")
    model.fit(data)
    model.save("final.keras")  # HUB401


def fold(parts):
    for at, part in enumerate(parts):
        model = make(3)
        model.compile("adam", "mse")
        model.fit(part)
        model.save(f"fold_{at}.h5")  # HUB401

# output

import tensorflow as tf


def make(width):
    x = tf.keras.Input([width])
    made = tf.keras.Model(x, tf.keras.layers.Dense(1)(x))
    return made


def train(data):
    with tf.distribute.MirroredStrategy().scope():
        model = make(3)
        model.compile("adam", "mse")
    model.fit(data)
    tf.keras.Model(model.input, model.output).save("final.keras")


def fold(parts):
    for at, part in enumerate(parts):
        model = make(3)
        model.compile("adam", "mse")
        model.fit(part)
        model.save(f"fold_{at}.h5", include_optimizer=False)
