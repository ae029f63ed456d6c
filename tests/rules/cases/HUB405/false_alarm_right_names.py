# Names that Keras 3 takes, and paths that may end as it wants. Weights of Keras 2 in `.h5` files are read by it.

import os

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3])])
model.save_weights("a.weights.h5")
model.save_weights(os.path.join(folder, "a.weights.h5"), overwrite=True)
model.save_weights(path)
model.save_weights(f"{folder}/{name}")
model.load_weights("a.weights.h5")
model.load_weights("published.h5", by_name=True)
model.load_weights("published.hdf5")
model.load_weights("whole.keras")
tf.keras.callbacks.ModelCheckpoint("a.weights.h5", save_weights_only=True)
tf.keras.callbacks.ModelCheckpoint("a.keras")
tf.keras.callbacks.ModelCheckpoint("a.h5", save_weights_only=asked)
