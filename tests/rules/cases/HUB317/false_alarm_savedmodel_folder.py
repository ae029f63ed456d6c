# A SavedModel folder needs no description of the layer, and weights alone need none either.
# target: tf=2.15
# select: HUB317

import tensorflow as tf
import tensorflow_hub as hub

loaded = hub.load("published/1")
model = tf.keras.Sequential([hub.KerasLayer(loaded), tf.keras.layers.Dense(1)])
model.save("folder")
model.save_weights("weights.h5")
tf.saved_model.save(model, "other")
tf.keras.models.load_model("folder")
