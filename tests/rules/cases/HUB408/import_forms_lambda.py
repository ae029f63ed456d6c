# Each way to name the layer.

import tensorflow as tf
from tensorflow.keras import layers
from tensorflow.keras.layers import Lambda as L

model = tf.keras.Sequential()
model.add(L(lambda x: x * 2))  # HUB408
model.add(layers.Lambda(function=lambda x: x + 1, name="plus"))  # HUB408
model.save("m.h5")
