# Keras 3 does not take the layer at all, which is what is said first.
# ignore: HUB401

import tensorflow as tf
import tensorflow_hub as hub

loaded = hub.load("published/1")
model = tf.keras.Sequential([hub.KerasLayer(loaded, trainable=False), tf.keras.layers.Dense(1)])  # HUB310
model.save("model.h5")

# output

import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf
import tensorflow_hub as hub

model = tf.keras.Sequential([hub.KerasLayer("published/1", trainable=False), tf.keras.layers.Dense(1)])
model.save("model.h5")
