# A Reusable SavedModel is called with one tensor, whose shape has to be known.
# note: the file does not show that the model takes one tensor, which a SavedModel to reuse is called with
# note: the model is kept to go on training, and what loads it is not in this file
# note: the model is not a plain name

import tensorflow as tf


class Net(tf.keras.Model):
    def call(self, x):
        return x


def several():
    left, right = tf.keras.Input([3]), tf.keras.Input([3])
    model = tf.keras.Model([left, right], tf.keras.layers.Add()([left, right]))
    model.save("published/1")  # HUB402


def sparse():
    given = tf.keras.Input([3], sparse=True)
    model = tf.keras.Model(given, tf.keras.layers.Dense(1)(given))
    model.save("published/2")  # HUB402


def subclassed(data):
    model = Net()
    model.fit(data)
    model.save("published/3")  # HUB402


def not_built():
    model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
    model.save("published/4")  # HUB402


def loaded():
    model = tf.keras.models.load_model("trained.keras")
    model.save("published/5")  # HUB402


def kept(data):
    model = tf.keras.Sequential([tf.keras.Input([3])])
    model.save("checkpoint/5")  # HUB402


def without_a_name():
    tf.keras.Sequential([tf.keras.Input([3])]).save("published/6")  # HUB402
