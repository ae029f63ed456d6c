# `export` needs a model that has seen data.
# target: tf=2.21,purpose=serve
# note: the file does not show that the model has seen data, without which `export` raises ValueError

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
model.save("published/1")  # HUB402
model.save("published/2", False)  # HUB402
