# What is only served needs no `__call__`.
# target: tf=2.21,keras=keras3,purpose=serve

import tensorflow as tf

inputs = tf.keras.Input((3,))
model = tf.keras.Model(inputs, tf.keras.layers.Dense(4)(inputs))
tf.saved_model.save(model, "served")
