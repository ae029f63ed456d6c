# What is unpacked may hold the path or anything else.

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3])])
model.save_weights(*paths)
model.save_weights("a.h5", **options)
tf.keras.callbacks.ModelCheckpoint("b.h5", *options)
