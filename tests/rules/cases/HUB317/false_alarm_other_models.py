# The model that is written is not the one with the layer.
# target: tf=2.15
# select: HUB317

import tensorflow as tf
import tensorflow_hub as hub

loaded = hub.load("published/1")
embed = hub.KerasLayer(loaded)
head = tf.keras.Sequential([tf.keras.layers.Dense(1)])
print(head(embed(["one"])))
head.save("head.h5")
tf.keras.models.load_model("head.h5")


def store(model):
    model.save("model.h5")
