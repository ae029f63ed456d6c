# Who asks for the signatures of what was saved does not call it.
# target: tf=2.21,keras=keras3

import tensorflow as tf

inputs = tf.keras.Input((3,))
model = tf.keras.Model(inputs, tf.keras.layers.Dense(4)(inputs))
tf.saved_model.save(model, "served")
print(tf.saved_model.load("served").signatures["serving_default"])
