# `from tensorflow.keras import ...` finds what TensorFlow chose when it was imported.
# on: 2.21
# fresh
# prints: the layer is of keras.src
# right prints: the layer is of tf_keras.src

import os

import tensorflow as tf

os.environ["TF_USE_LEGACY_KERAS"] = "1"

from tensorflow.keras.layers import Dense

print(" ".join(["the layer is of", Dense.__module__]))
