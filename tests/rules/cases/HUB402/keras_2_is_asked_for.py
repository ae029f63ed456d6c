# What needs Keras 2 moves the whole file there, where a folder is saved as ever: the function for Keras 3 would not run.
# target: tf=2.21,keras=keras3

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Dense(4, input_shape=(3,))])
model.compile(optimizer="adam", loss="mse")
print(tf.keras.backend.learning_phase())  # HUB512
model.save("folder", include_optimizer=False)  # HUB402

# output

import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Dense(4, input_shape=(3,))])
model.compile(optimizer="adam", loss="mse")
print(tf.keras.backend.learning_phase())
model.save("folder", include_optimizer=False)
