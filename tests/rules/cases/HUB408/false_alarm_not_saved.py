# What is exported or never saved holds no bytecode.

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Input([3]), tf.keras.layers.Lambda(lambda x: x / 255.0)])
model.export("folder")
