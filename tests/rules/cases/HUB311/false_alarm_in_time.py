# Above the imports the switch works, and so it does before `tf.keras` is first read.
# select: HUB311

import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"

import tensorflow as tf
import tensorflow_hub as hub
from tensorflow.keras import layers

print(tf.keras.Sequential([hub.KerasLayer("published/1"), layers.Dense(1)]))
