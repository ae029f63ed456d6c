# What is unpacked may hold the path or anything else.

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3])])
model.save(*paths)
model.save("a", **options)
tf.keras.callbacks.ModelCheckpoint("b", *options)
