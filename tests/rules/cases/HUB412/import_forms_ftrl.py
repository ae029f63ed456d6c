# Each way to name the optimizer.
# target: tf=2.15

import tensorflow as tf
from tensorflow.keras import optimizers
from tensorflow.keras.optimizers import Ftrl

model = tf.keras.Sequential([tf.keras.layers.Input([3]), tf.keras.layers.Dense(1)])
model.compile(Ftrl(0.1, l2_regularization_strength=0.1), "mse")  # HUB412
model.compile(optimizers.Ftrl(l1_regularization_strength=STRENGTH), "mse")  # HUB412
model.save("model", include_optimizer=False)
