# What is fine-tuned is saved by the object's name, so that the object stays.
# target: tf=2.15
# select: HUB314, HUB317

import tensorflow as tf
import tensorflow_hub as hub

loaded_obj = hub.load("https://tfhub.dev/google/imagenet/resnet_v2_50/feature_vector/5")
hub_layer = hub.KerasLayer(loaded_obj, trainable=True)
model = tf.keras.Sequential([hub_layer, tf.keras.layers.Dense(2)])
model.compile("sgd", tf.keras.losses.BinaryCrossentropy(from_logits=True))
model.fit(data, labels)
tf.saved_model.save(hub_layer, "exported")  # HUB314
model.save("classifier.h5")  # HUB317

# output

import tensorflow as tf
import tensorflow_hub as hub

loaded_obj = hub.load("https://tfhub.dev/google/imagenet/resnet_v2_50/feature_vector/5")
hub_layer = hub.KerasLayer(loaded_obj, trainable=True)
model = tf.keras.Sequential([hub_layer, tf.keras.layers.Dense(2)])
model.compile("sgd", tf.keras.losses.BinaryCrossentropy(from_logits=True))
model.fit(data, labels)
tf.saved_model.save(loaded_obj, "exported")
model.save("classifier.h5")  # HUB317
