# The file asks for Keras 2, so nothing else is said of the layer than that it asks too late.

import os

import tensorflow as tf
import tensorflow_hub as hub

os.environ["TF_USE_LEGACY_KERAS"] = "1"  # HUB311

model = tf.keras.Sequential([hub.KerasLayer("published/1")])

# output

import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf
import tensorflow_hub as hub

model = tf.keras.Sequential([hub.KerasLayer("published/1")])
