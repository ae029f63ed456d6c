# A file with both packages gets the switch and other imports.
# select: HUB310

import os

import keras
import tensorflow as tf
import tensorflow_hub as hub

model = keras.Sequential([hub.KerasLayer(os.environ["HANDLE"]), tf.keras.layers.Dense(2)])  # HUB310

# output

import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tf_keras as keras
import tensorflow as tf
import tensorflow_hub as hub

model = keras.Sequential([hub.KerasLayer(os.environ["HANDLE"]), tf.keras.layers.Dense(2)])
