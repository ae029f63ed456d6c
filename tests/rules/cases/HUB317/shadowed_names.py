# Names that are spelled alike and mean something else.
# target: tf=2.15
# select: HUB317

import tensorflow as tf
import tensorflow_hub as hub


class KerasLayer(tf.keras.layers.Layer):
    pass


def load_model(path):
    return path


def save(hub, loaded):
    tf.keras.Sequential([hub.KerasLayer(loaded)]).save("a.h5")


own = tf.keras.Sequential([KerasLayer(hub.load("published/1"))])
own.save("b.h5")
load_model("b.h5")
