# A program that saves its model as a folder and loads it again.
# on: 2.21
# raises: ValueError: Invalid filepath extension for saving. Please add either a `.keras` extension

import numpy as np
import tensorflow as tf

path = "trained/model"
model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(2)])
model.compile("adam", "mse")
model.fit(np.ones([8, 3]), np.ones([8, 2]), verbose=0)
tf.io.gfile.makedirs("trained")
model.save(path)
again = tf.keras.models.load_model(path)
again.fit(np.ones([8, 3]), np.ones([8, 2]), verbose=0)
