# An attribute of `tf.keras` that is read makes it what it then is.
# on: 2.21
# fresh
# prints: the model is of keras.src
# right prints: the model is of tf_keras.src

import os

import tensorflow as tf

optimizer = tf.keras.optimizers.Adam()
os.environ["TF_USE_LEGACY_KERAS"] = "1"
print("the model is of", tf.keras.Sequential.__module__)
