# The layers of tensorflow_hub are Keras 2's then, and the models sometimes Keras 3's.
# select: HUB311

import os
import tensorflow as tf
os.environ["TF_USE_LEGACY_KERAS"] = "1"  # HUB311
import tensorflow_hub as hub

model = tf.keras.Sequential([hub.KerasLayer("published/1"), tf.keras.layers.Dense(1)])

# output

import os
os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf
import tensorflow_hub as hub

model = tf.keras.Sequential([hub.KerasLayer("published/1"), tf.keras.layers.Dense(1)])
