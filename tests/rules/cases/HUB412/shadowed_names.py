# Somebody else's Ftrl.

import tensorflow as tf
from mylib import Ftrl

model = tf.keras.Sequential([tf.keras.layers.Input([3]), tf.keras.layers.Dense(1)])
model.compile(Ftrl(0.1, l2_regularization_strength=0.1), "mse")
model.save("model.h5", include_optimizer=False)
