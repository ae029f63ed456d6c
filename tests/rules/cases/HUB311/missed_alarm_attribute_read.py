# Reading an attribute of `tf.keras` chooses it, also where it is imported by its name.
# select: HUB311

import os
import tensorflow as tf
from tensorflow import keras

optimizer = tf.keras.optimizers.Adam()
os.environ["TF_USE_LEGACY_KERAS"] = "1"  # HUB311
model = keras.Sequential()

# output

import os
os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf
from tensorflow import keras

optimizer = tf.keras.optimizers.Adam()
model = keras.Sequential()
