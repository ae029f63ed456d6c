# What has seen no data cannot be saved by its own `save`: reported without a fix.
# target: tf=2.15
# note: the file does not show that the model has seen data, without which its `save` raises ValueError

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
if ready:
    model.fit(data)
tf.saved_model.save(model, "out/1")  # HUB401
