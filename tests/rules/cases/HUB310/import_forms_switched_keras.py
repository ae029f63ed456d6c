# The switch is for `tf.keras` only: the package called keras is still Keras 3.
# select: HUB310

import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"

import keras
import tensorflow_hub as hub

model = keras.Sequential([hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/2"), keras.layers.Dense(2)])  # HUB310

# output

import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"

import tf_keras as keras
import tensorflow_hub as hub

model = keras.Sequential([hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/2"), keras.layers.Dense(2)])
