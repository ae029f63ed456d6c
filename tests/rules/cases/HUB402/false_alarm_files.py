# Files of the two formats that Keras 3 writes, and paths that may be such files. `save_format` is ignored then.

import os

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3])])
model.save("a.keras")
model.save("a.h5", save_format="h5")
model.save(os.path.join(folder, "a.hdf5"), save_format="tf")
model.save("a.keras", overwrite=False)
model.save("folder", zipped=False)
model.save(path)
model.save(f"{folder}/{name}")
tf.keras.models.save_model(model, path)
tf.keras.callbacks.ModelCheckpoint("a.keras")
tf.keras.callbacks.ModelCheckpoint(path, save_weights_only=asked)
tf.keras.callbacks.ModelCheckpoint("weights", save_weights_only=asked)
