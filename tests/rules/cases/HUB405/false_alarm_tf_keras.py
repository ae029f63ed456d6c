# Keras 2 takes any name, and writes a checkpoint or HDF5.
# target: tf=2.21,keras=tf_keras

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3])])
model.save_weights("a.h5", save_format="h5")
model.save_weights("a")
model.load_weights("a")
model.load_weights(tf.train.latest_checkpoint("folder"))
tf.keras.callbacks.ModelCheckpoint("b.h5", save_weights_only=True)
