# Keras 2 loads the lambdas of HDF5 files and SavedModels.
# target: tf=2.15

import tensorflow as tf

inputs = tf.keras.Input([3])
half = tf.keras.layers.Lambda(lambda x: x / 2)
model = tf.keras.Model(inputs, half(inputs))
model.save("m.h5")
model.save("folder")
