# Keras is told what the layer is, or the file is another one.
# target: tf=2.15
# select: HUB317

import tensorflow as tf
import tensorflow_hub as hub

model = tf.keras.Sequential([hub.KerasLayer("published/1"), tf.keras.layers.Dense(1)])
model.save("model.h5")
one = tf.keras.models.load_model("model.h5", custom_objects={"KerasLayer": hub.KerasLayer})
two = tf.keras.models.load_model("model.h5", {"KerasLayer": hub.KerasLayer})
three = tf.keras.models.load_model("another.h5")


def load(path):
    return tf.keras.models.load_model(path)
