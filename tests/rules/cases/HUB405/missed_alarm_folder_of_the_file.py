# Keras 2 made the folder in which it saved weights, Keras 3 wants to find it there; a callback of Keras 3 makes it itself.

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
model.save_weights("./checkpoints/my_checkpoint")  # HUB405
model.load_weights("./checkpoints/my_checkpoint")
best = tf.keras.callbacks.ModelCheckpoint("best/weights", save_weights_only=True)  # HUB405
model.load_weights("best/weights")

# output

import tensorflow as tf
import os

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
os.makedirs("./checkpoints", exist_ok=True)
model.save_weights("./checkpoints/my_checkpoint.weights.h5")
model.load_weights("./checkpoints/my_checkpoint.weights.h5")
best = tf.keras.callbacks.ModelCheckpoint("best/weights.weights.h5", save_weights_only=True)
model.load_weights("best/weights.weights.h5")
