# A folder called as a file is one for `tf.saved_model.save`, but a file for the model's own `save`.
# target: tf=2.15
# note: the model's own `save` takes this path for a file

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
tf.saved_model.save(model, "out.h5")  # HUB401
tf.saved_model.save(model, f"{name}.keras")  # HUB401
