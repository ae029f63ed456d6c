# TensorFlow has looked at the switch when it was imported, for what is imported by the name of a module.
# select: HUB311

import os

import tensorflow as tf

os.environ["TF_USE_LEGACY_KERAS"] = "1"  # HUB311
from tensorflow.keras.layers import Dense

print(tf.keras.Sequential([Dense(1)]))

# output

import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf
from tensorflow.keras.layers import Dense

print(tf.keras.Sequential([Dense(1)]))
